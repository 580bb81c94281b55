using System.Collections.Immutable;
using Vireo.Detection.Anomalies;
using Vireo.Detection.Exhaustion;
using Vireo.Detection.Logs;
using Vireo.Detection.Rules.Watching;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>What others saw, for the watcher to judge.</summary>
/// <param name="Unusual">What does not behave as it used to, from <see cref="FleetAnomalies"/>; empty when that is
/// off.</param>
/// <param name="Alerts">What the alert rules say, from <see cref="FleetRules"/>.</param>
/// <param name="Events">What happened lately, Vireo's own actions among it: suspects.</param>
public sealed record WatchSignals(
    ImmutableArray<UnusualMetric> Unusual, AlertPicture Alerts, ImmutableArray<FleetEvent> Events)
{
    /// <summary>What will be full too soon, from <see cref="FleetExhaustion"/>.</summary>
    public ImmutableArray<FillingSeries> Filling { get; init; } = [];

    /// <summary>What the logs say, from <see cref="FleetLogs"/>.</summary>
    public ImmutableArray<UnusualLog> Logs { get; init; } = [];

    /// <summary>Nothing was seen.</summary>
    public static WatchSignals None { get; } = new([], AlertPicture.None, []);
}
