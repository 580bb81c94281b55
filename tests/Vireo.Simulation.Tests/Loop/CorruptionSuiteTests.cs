using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

/// <summary>S28: twenty kinds of bad telemetry, zero harmful actions.</summary>
public class CorruptionSuiteTests
{
    private const double Hours = 12;
    private static readonly TimeSpan From = TimeSpan.FromHours(6);
    private static readonly TimeSpan Until = TimeSpan.FromHours(9);

    // What was decided on honest data is still being carried out for two decisions.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    private static readonly Lazy<LoopTrial> Honest = new(() => Trial(lie: null));

    public static TheoryData<TelemetryCorruption> Kinds => [.. Enum.GetValues<TelemetryCorruption>()];

    /// <summary>Kinds that nobody could take for the truth: while they last, nothing is moved or switched off.</summary>
    public static TheoryData<TelemetryCorruption> Evident =>
    [
        TelemetryCorruption.Stale, TelemetryCorruption.NotANumber, TelemetryCorruption.Infinite,
        TelemetryCorruption.Negative, TelemetryCorruption.ClockAhead, TelemetryCorruption.ClockBehind,
        TelemetryCorruption.MostlyMissing, TelemetryCorruption.UnknownEntities, TelemetryCorruption.ZeroCpus,
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_kind_of_bad_telemetry_makes_the_loop_do_harm(TelemetryCorruption kind)
    {
        var trial = Trial(Lie(kind));
        double before = Honest.Value.Fleet.ReadMetrics().UnservedRatio;

        double unserved = trial.Fleet.ReadMetrics().UnservedRatio;

        Assert.True(unserved <= before + 0.0005, $"Unserved demand rose from {before:p3} to {unserved:p3}.");
        Assert.All(trial.Started, NeitherOverfillsNorSwitchesOffWhatIsNeeded);
    }

    [Theory]
    [MemberData(nameof(Evident))]
    public void Evidently_bad_telemetry_holds_every_action(TelemetryCorruption kind)
    {
        var trial = Trial(Lie(kind));

        var started = trial.Started.Where(action => IsDuringTheLie(action.At)).ToArray();

        Assert.Empty(started.Select(action => $"{action.At:HH:mm:ss} {action.Action}"));
    }

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

    private static bool IsDuringTheLie(DateTimeOffset at) =>
        at >= SmallFleet.Start + From + Grace && at < SmallFleet.Start + Until;

    private static Func<IHypervisor, TimeProvider, IHypervisor> Lie(TelemetryCorruption kind) =>
        (fleet, time) => new CorruptingHypervisor(
            fleet, kind, SmallFleet.Start + From, SmallFleet.Start + Until, time, seed: 1);

    private static LoopTrial Trial(Func<IHypervisor, TimeProvider, IHypervisor>? lie)
    {
        var trial = new LoopTrial(LoopTrial.SmallDemo(hosts: 8, machines: 60), Hours, lie: lie);
        trial.Run();

        return trial;
    }
}
