using Vireo.Fleet;

namespace Vireo.Detection.Anomalies;

/// <summary>A metric that does not behave as it used to.</summary>
/// <param name="Key">Which metric of which entity.</param>
/// <param name="Severity">How much more than needed for an alert; at least 1.</param>
/// <param name="Value">The newest value, in the metric's unit.</param>
/// <param name="Usual">What is usual.</param>
/// <param name="Spread">One standard deviation of the usual.</param>
/// <param name="Since">First sample that was unusual.</param>
public sealed record UnusualMetric(
    SeriesKey Key, double Severity, double Value, double Usual, double Spread, DateTimeOffset Since)
{
    /// <summary>Whether the usual is that of this time of day, from more than one day; else it is that of all
    /// times.</summary>
    public bool IsOfHour { get; init; } = true;
}
