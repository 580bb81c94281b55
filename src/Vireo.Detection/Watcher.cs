using System.Collections.Immutable;
using Vireo.Detection.Rules.Watching;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Watches a fleet: a pure function of what it knew and what it sees.</summary>
public static class Watcher
{
    /// <summary>Looks once; never throws for whatever the series hold.</summary>
    /// <param name="state">From the previous look.</param>
    /// <param name="rules">Thresholds in force; names are unique.</param>
    /// <param name="fleet">The inventory.</param>
    /// <param name="series">A window of clean series that ends now; an hour or more serves every default rule.</param>
    /// <param name="signals">What others saw.</param>
    public static WatchResult Watch(
        WatchState state,
        ImmutableArray<ThresholdRule> rules,
        FleetSnapshot fleet,
        FleetSeries series,
        WatchSignals signals)
    {
        var look = new Look(state, rules, signals.Alerts, fleet, series);
        List<Finding> findings = [];
        List<Hazard> hazards = [];

        // Hosts that are down come first: what follows says nothing about them or their machines; and pools whose limit
        // holds before the machines that wait for it.
        HostDownWatch.Run(look, findings, hazards);
        TelemetryWatch.Run(look, findings, hazards);
        HostErrorWatch.Run(look, findings, hazards);
        PoolLimitWatch.Run(look, findings);
        LoadBalancerWatch.Run(look, signals.Events, findings);
        ThresholdWatch.Run(look, rules, findings, hazards);
        FillingWatch.Run(look, rules, signals.Filling, findings);
        MachineFailureWatch.Run(look, signals.Events, findings);
        UnusualWatch.Run(look, signals.Unusual, findings);
        LogSignalWatch.Run(look, signals.Logs, findings);
        RuleWatch.Run(look, signals.Alerts, findings);

        var (next, changed) = IncidentBook.Apply(look, findings, signals.Events);

        return new(next, changed, [.. hazards.OrderBy(hazard => hazard.Entity).ThenBy(hazard => hazard.Kind)]);
    }
}
