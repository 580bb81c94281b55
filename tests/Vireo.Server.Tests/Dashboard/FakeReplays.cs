using System.Collections.Immutable;
using Vireo.Server.Hosting.Replaying;
using Vireo.Simulation;

namespace Vireo.Server.Tests.Dashboard;

/// <summary>Replays of the synthetic fleet: one that runs, and two policies over the same week.</summary>
internal sealed class FakeReplays : IReplays
{
    private static readonly DateTimeOffset To = new(2026, 3, 4, 14, 20, 0, TimeSpan.Zero);

    public ImmutableArray<ReplayJob> Jobs { get; set; } =
    [
        Job(3, "balance") with { Status = ReplayStatus.Running, Progress = 0.4 },
        Done(2, "performance", Result("performance", 402.5, 88), new ReplayVerdict(
            false, ["402.5 kWh instead of 311.0, for no less contention and no fewer moves."], "'performance' is clearly worse than 'day-to-day'.")),
        Done(1, "save-energy", Result("save-energy", 288.2, 301), new ReplayVerdict(true, [], "'save-energy' does as well as 'day-to-day' or better.")),
    ];

    private static ReplayJob Job(long id, string policy) =>
        new(id, SyntheticFleet.Cluster, policy, "ada", To.AddDays(-7), To, PutsInForce: false);

    private static ReplayJob Done(long id, string policy, SimulationResult candidate, ReplayVerdict verdict) => Job(id, policy) with
    {
        Status = ReplayStatus.Done,
        Progress = 1,
        Outcome = verdict.Summary,
        Comparison = new ReplayComparison(To.AddDays(-7), To, To.AddDays(-7), 0.98, [], Result("day-to-day", 311, 240), candidate, verdict),
    };

    private static SimulationResult Result(string policy, double energy, long moves) => new(
        policy, "history", 1, 40, 420, 604_800, 12, energy, moves, 0, 0.01, 0.0001, 1e-6, 3e-4, 0.001, 0.002, 30, 12, 0, 0, 2_016, moves, 0, 0, "")
    {
        ContentionMinutes = 1_240,
        RegrettedMigrations = 2,
        RuleBreachMinutes = 0,
        SpareBreachMinutes = 15,
        DecisionMillisecondsMedian = 3.4,
    };
}
