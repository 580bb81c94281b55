using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Opens an incident when a metric stays beyond a bound.</summary>
/// <param name="Name">Unique among the rules.</param>
/// <param name="EntityKind">Which entities it watches.</param>
/// <param name="Metric">Which metric.</param>
/// <param name="Above">Opens above this; a ratio of the entity's capacity when <paramref name="OfCapacity"/>.</param>
/// <param name="ClearBelow">Closes below this: hysteresis; at most <paramref name="Above"/>.</param>
/// <param name="OfCapacity">Whether the bounds are ratios of capacity.</param>
/// <param name="For">How long it has to last (S10).</param>
/// <param name="Severity">Of the incident.</param>
public sealed record ThresholdRule(
    string Name,
    EntityKind EntityKind,
    Metric Metric,
    double Above,
    double ClearBelow,
    bool OfCapacity,
    TimeSpan For,
    Severity Severity);
