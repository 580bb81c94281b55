using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Safety;
using Vireo.Scheduling;
using Vireo.Simulation;

namespace Vireo.Benchmarks;

/// <summary>One decision and its review, from the first plan of a process to a fleet that has come to rest.</summary>
public static class DecisionBenchmark
{
    private const int Hosts = 800;
    private const int Steps = 12;
    private const int SettlingCycles = 40;
    private const int Repetitions = 9;
    private const int Seed = 20_260_105;

    private static readonly Policy Policy = new()
    {
        Name = "bench",
        DefaultMode = OperatingMode.Autopilot,
        MaxActionsPerHour = int.MaxValue,
    };

    /// <summary>Runs it; well under a minute on two cores.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context) =>
        Measured(context, machines: 10_000, first: 2, rest: 0.5).Concat(Measured(context, machines: 1_050, first: null, rest: 0.01));

    private static IEnumerable<BenchmarkResult> Measured(BenchmarkContext context, int machines, double? first, double rest)
    {
        var scenario = DemoScenario.Create(new DemoOptions { Hosts = Hosts, Machines = machines });
        var fleet = FleetSnapshot.Create(
            scenario.Start, scenario.Hosts[0].Cluster, scenario.Hosts, scenario.Machines, [], []);
        var outlook = Outlook(fleet);
        long start = context.Time.GetTimestamp();
        var plan = Scheduler.Plan(fleet, outlook, Policy);
        double cold = context.Time.GetElapsedTime(start).TotalSeconds;
        var (review, _) = Measure.Median(context.Time, Repetitions, _ => Review(plan, fleet, outlook));
        string size = $"{machines:#,0} VMs on {Hosts} hosts";

        yield return new($"decision: first plan, {size}, {plan.Actions.Length} actions", cold, "s", first, HigherIsBetter: false);
        yield return new("decision: review of that plan", review, "s", first / 4, HigherIsBetter: false);

        fleet = Settled(fleet, outlook);
        int on = fleet.Hosts.Count(host => host.State == HostState.On);
        var (steady, _) = Measure.Median(context.Time, Repetitions, _ => Scheduler.Plan(fleet, outlook, Policy));

        yield return new($"decision: plan at rest, {size}, {on} on", steady, "s", rest, HigherIsBetter: false);
    }

    private static void Review(Plan plan, FleetSnapshot fleet, Outlook outlook)
    {
        var can = fleet.Hosts.Select(host => host.Provider).Distinct()
            .ToImmutableDictionary(provider => provider, _ => ActionKinds.All);
        SafetyReview.Review(
            plan, fleet, outlook, Policy,
            new ReviewContext(fleet.TakenAt, fleet.TakenAt, IsPaused: false, [], [], ActionsInLastHour: 0, can));
    }

    // Carries plans out, an hour apart so that rest holds nobody, until one is empty.
    private static FleetSnapshot Settled(FleetSnapshot fleet, Outlook outlook)
    {
        for (int cycle = 0; cycle < SettlingCycles; cycle++)
        {
            var plan = Scheduler.Plan(fleet, outlook, Policy);
            if (plan.Actions.IsEmpty)
            {
                return fleet;
            }

            fleet = After(fleet, plan);
        }

        return fleet;
    }

    private static FleetSnapshot After(FleetSnapshot fleet, Plan plan)
    {
        // A machine that steps aside moves twice; where it ends counts.
        var hostOf = plan.Actions.Select(action => action.Action).OfType<Migration>()
            .GroupBy(move => move.VirtualMachine).ToDictionary(moves => moves.Key, moves => moves.Last().To);
        var stateOf = plan.Actions.Select(action => action.Action)
            .Where(action => action is PowerOnHost or PowerOffHost)
            .ToDictionary(action => action.Target, action => action is PowerOnHost ? HostState.On : HostState.Off);

        return fleet with
        {
            TakenAt = fleet.TakenAt + TimeSpan.FromHours(1),
            Hosts =
            [
                .. fleet.Hosts.Select(host =>
                    host with { State = stateOf.GetValueOrDefault(EntityId.Of(host.Id), host.State) }),
            ],
            VirtualMachines =
            [
                .. fleet.VirtualMachines.Select(machine =>
                    hostOf.TryGetValue(machine.Id, out var to) ? machine with { Host = to } : machine),
            ],
        };
    }

    // An hour of a day that rises or falls by machine, with a spread of a third of the median.
    private static Outlook Outlook(FleetSnapshot fleet)
    {
        var random = new Random(Seed);
        var machines = fleet.VirtualMachines.Select(machine =>
        {
            double median = machine.CpuCapacity.Value * (0.05 + (0.25 * random.NextDouble()));
            double slope = (random.NextDouble() - 0.5) * 0.4;
            float[] quantiles = new float[2 * Steps];
            for (int step = 0; step < Steps; step++)
            {
                quantiles[step] = (float)(median * (1 + (slope * step / Steps)));
                quantiles[Steps + step] = quantiles[step] * 4 / 3;
            }

            var forecast = new DemandForecast(ImmutableArray.Create(quantiles), "synthetic");

            return new VmOutlook(machine.Id, forecast, forecast, DataQuality.Perfect);
        });

        return new Outlook(fleet.TakenAt, TimeSpan.FromMinutes(5), Steps, [0.5, 0.95], [.. machines], []);
    }
}
