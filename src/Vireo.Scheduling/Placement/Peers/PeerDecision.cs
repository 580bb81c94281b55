using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Peers;

/// <summary>Decides as another manager would.</summary>
/// <remarks>All see the demand of the next few minutes, the hard rules and memory; pins and rest hold for them as for
/// us. Limits of parallel migration belong to the executor, as in their systems.</remarks>
internal static class PeerDecision
{
    // The loop's usual pace; a manager that decides less often than that has to wait for its turn.
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(5);

    private static readonly ImmutableDictionary<PlacementStrategy, IPeerManager> Managers =
        new Dictionary<PlacementStrategy, IPeerManager>
        {
            [PlacementStrategy.BestFitReservations] = new BestFitReservations(),
            [PlacementStrategy.CloudStackBalanced] = new CloudStackDrs(isCondensed: false),
            [PlacementStrategy.CloudStackCondensed] = new CloudStackDrs(isCondensed: true),
            [PlacementStrategy.OvirtEvenlyDistributed] = new OvirtEvenlyDistributed(),
            [PlacementStrategy.OvirtPowerSaving] = new OvirtPowerSaving(),
            [PlacementStrategy.ProxLb] = new ProxLb(),
            [PlacementStrategy.ProxmoxCrs] = new ProxmoxCrs(),
            [PlacementStrategy.WatcherConsolidation] = new WatcherConsolidation(),
            [PlacementStrategy.WatcherStabilization] = new WatcherStabilization(),
            [PlacementStrategy.XenOrchestraDensity] = new XenOrchestraDensity(),
            [PlacementStrategy.XenOrchestraPerformance] = new XenOrchestraPerformance(),
        }.ToImmutableDictionary();

    /// <summary>Whether a strategy is that of another manager.</summary>
    public static bool Knows(PlacementStrategy strategy) => Managers.ContainsKey(strategy);

    /// <summary>The plan of the manager that the policy names.</summary>
    public static Plan Plan(FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        var manager = Managers[policy.Strategy];
        if (manager.Interval > Pace && Since(fleet.TakenAt, manager.Interval) >= Pace)
        {
            return Fleet.Plan.Empty($"It decides every {manager.Interval.TotalHours:0.#} hours.");
        }

        var state = new PeerFleet(fleet, outlook, policy);
        manager.Decide(state);

        return state.ToPlan();
    }

    private static TimeSpan Since(DateTimeOffset now, TimeSpan interval) => new(now.UtcTicks % interval.Ticks);
}
