using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

/// <summary>Groups that are sized for the response time that they promise, by the whole loop on a simulated
/// fleet.</summary>
public class ServiceObjectiveTests
{
    private const int Base = 3;
    private const double Hours = 36;
    private static readonly VmGroupId Web = new("web");
    private static readonly Lazy<Task<Outcome>> Patient = new(() => RunAsync(TimeSpan.FromMilliseconds(100)));
    private static readonly Lazy<Task<Outcome>> Strict = new(() => RunAsync(TimeSpan.FromMilliseconds(40)));

    [Fact]
    public async Task What_a_replica_carries_is_learned_within_a_day_and_enters_the_decision()
    {
        var outlooks = (await Patient.Value).Outlooks;
        var learned = outlooks[^1].Groups.Single(group => group.Group == Web).Service;

        // A queue of one processor answers after 20 ms / (1 - load): 100 ms are reached at 80 % of 1,000 MHz.
        Assert.NotNull(learned);
        Assert.InRange(learned.MhzPerReplica, 650, 800);
        Assert.InRange(learned.Error, 0, 0.2);
        Assert.Null(outlooks[10].Groups.Single(group => group.Group == Web).Service);
    }

    [Fact]
    public async Task A_stricter_promise_orders_more_replicas()
    {
        var patient = await Patient.Value;
        var strict = await Strict.Value;

        Assert.True(strict.Replicas > 1.25 * patient.Replicas, $"{strict.Replicas} against {patient.Replicas}");
    }

    [Fact]
    public async Task The_promise_holds_once_it_is_learned()
    {
        Assert.InRange((await Patient.Value).Late, 0, 0.03);
        Assert.InRange((await Strict.Value).Late, 0, 0.05);
    }

    private static async Task<Outcome> RunAsync(TimeSpan promised)
    {
        var trial = new LoopTrial(Scenario(), Hours, Policy(promised));
        trial.Run();

        var judgedFrom = SmallFleet.Start + TimeSpan.FromHours(Hours / 2);
        var measured = await trial.Fleet.ReadMeasurementsAsync(judgedFrom, TestContext.Current.CancellationToken);
        return new(
            [.. trial.States.Select(state => state.Outlook)],
            trial.States.Where(state => state.At > judgedFrom)
                .Average(state => state.Fleet.VirtualMachines.Count(machine => machine.Group == Web)),
            measured.Where(one => one.Series.Metric == Metric.ResponseTime)
                .Average(one => one.Value > promised.TotalSeconds ? 1.0 : 0));
    }

    // A wave of six hours between 700 and 4,900 MHz, shared by all that run.
    private static Scenario Scenario()
    {
        var scenario = SmallFleet.Scenario(
            hosts: 8, machines: Base, (_, sample) => 0.55 - (0.45 * Math.Cos(2 * Math.PI * sample / 72)));

        return scenario with
        {
            HistoryRetention = TimeSpan.FromHours(Hours),
            Machines = [.. scenario.Machines.Select(machine => machine with { Group = Web })],
            Groups = [new SimulatedGroup(Web, 0, new CpuMhz(5_000))],
        };
    }

    private static Policy Policy(TimeSpan promised) => new()
    {
        DefaultMode = OperatingMode.Autopilot,
        SpareFaultDomains = 0,
        MinimumHostsOn = 8,
        Consolidate = false,
        Groups =
        [
            new VmGroup
            {
                Id = Web,
                Template = new("t"),
                Minimum = 2,
                Maximum = 15,
                ResponseTime = promised,
                Rules = [new PredictiveScaling(0.95), new TargetTracking(1, 0.05)],
            },
        ],
        Templates = [new VmTemplate(new("t"), 1, "", 1, new MemoryBytes(SmallFleet.Gib))],
    };

    private sealed record Outcome(List<Outlook> Outlooks, double Replicas, double Late);
}
