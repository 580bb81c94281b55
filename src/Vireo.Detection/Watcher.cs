using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Watches a fleet with static thresholds and host-down: a pure function of state and data.</summary>
public static class Watcher
{
    /// <summary>Looks once.</summary>
    /// <param name="state">From the previous look.</param>
    /// <param name="rules">Thresholds in force.</param>
    /// <param name="fleet">The inventory.</param>
    /// <param name="series">A window of clean series that ends now.</param>
    public static WatchResult Watch(
        WatchState state, ImmutableArray<ThresholdRule> rules, FleetSnapshot fleet, FleetSeries series) =>
        new(state, [], []);
}
