using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Opens an incident when a metric stays beyond a bound.</summary>
/// <param name="Name">Unique among the rules.</param>
/// <param name="EntityKind">Which entities it watches.</param>
/// <param name="Metric">Which metric.</param>
/// <param name="Above">Opens above this; a ratio of the entity's capacity when <paramref name="OfCapacity"/>. Where
/// <see cref="FullWithin"/> is set, the use at which it is full.</param>
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
    Severity Severity)
{
    /// <summary>Whose share of members decides, and what the incident is about; null when each entity is judged by
    /// itself.</summary>
    public PopulationScope? Population { get; init; }

    /// <summary>Share of the members, above 0 and at most 1, that has to be above; closes when a smaller share is above
    /// <see cref="ClearBelow"/>.</summary>
    public double Share { get; init; }

    /// <summary>What is concluded while nothing is measured.</summary>
    public NoDataPolicy NoData { get; init; }

    /// <summary>Opens when the use will reach <see cref="Above"/> within this time; null when the use itself is
    /// compared
    /// with it.</summary>
    public TimeSpan? FullWithin { get; init; }
}
