using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

/// <summary>S28: twenty kinds of bad telemetry, zero harmful actions.</summary>
public class CorruptionSuiteTests
{
    private const double Hours = 7;
    private static readonly TimeSpan From = TimeSpan.FromHours(3);
    private static readonly TimeSpan Until = TimeSpan.FromHours(5);

    // What was decided on honest data is still being carried out for two decisions.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    private static readonly Lazy<double> HonestUnserved = new(() => Trial(lie: null).Fleet.ReadMetrics().UnservedRatio);

    // Nobody could take these for the truth.
    private static readonly HashSet<TelemetryCorruption> Evident =
    [
        TelemetryCorruption.Stale, TelemetryCorruption.NotANumber, TelemetryCorruption.Infinite,
        TelemetryCorruption.Negative, TelemetryCorruption.ClockAhead, TelemetryCorruption.ClockBehind,
        TelemetryCorruption.UnknownEntities, TelemetryCorruption.ZeroCpus,
    ];

    public static TheoryData<TelemetryCorruption> Kinds => [.. Enum.GetValues<TelemetryCorruption>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_kind_of_bad_telemetry_makes_the_loop_do_harm(TelemetryCorruption kind)
    {
        var trial = Trial((fleet, time) => new CorruptingHypervisor(
            fleet, kind, SmallFleet.Start + From, SmallFleet.Start + Until, time, seed: 1));

        double unserved = trial.Fleet.ReadMetrics().UnservedRatio;
        Assert.True(
            unserved <= HonestUnserved.Value + 0.0005,
            $"Unserved demand rose from {HonestUnserved.Value:p3} to {unserved:p3}.");
        Assert.All(trial.Started, NeitherOverfillsNorSwitchesOffWhatIsNeeded);
        if (Evident.Contains(kind))
        {
            Assert.Empty(trial.Started.Where(MayHarm).Select(started => $"{started.At:HH:mm:ss} {started.Action}"));
        }
    }

    /// <summary>While evidently bad telemetry lasts, hosts may be woken, as one whose load is unknown may need them;
    /// nothing else is done.</summary>
    private static bool MayHarm(StartedAction started) =>
        started.At >= SmallFleet.Start + From + Grace && started.At < SmallFleet.Start + Until
        && started.Action is not PowerOnHost;

    private static void NeitherOverfillsNorSwitchesOffWhatIsNeeded(StartedAction started)
    {
        if (started.Receiver is { } receiver)
        {
            var host = started.Host(receiver);
            long memory = started.Truth.VirtualMachines
                .Where(machine => machine.Host == receiver || machine.Id.Value == started.Action.Target.Value)
                .Sum(machine => machine.Memory.Value);
            Assert.True(host.CanReceive, $"{started.Action} puts a machine on {host.State}.");
            Assert.True(memory <= host.MemoryCapacity.Value, $"{started.Action} overfills memory.");
        }

        if (started.Action is PowerOffHost off)
        {
            Assert.DoesNotContain(
                started.Truth.VirtualMachines, machine => machine.Host == off.Host && machine.State == PowerState.On);
        }
    }

    private static LoopTrial Trial(Func<IHypervisor, TimeProvider, IHypervisor>? lie)
    {
        var trial = new LoopTrial(LoopTrial.SmallDemo(hosts: 8, machines: 48), Hours, lie: lie);
        trial.Run();

        return trial;
    }
}
