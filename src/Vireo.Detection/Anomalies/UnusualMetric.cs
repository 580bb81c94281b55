using Vireo.Fleet;

namespace Vireo.Detection.Anomalies;

/// <summary>A metric that does not behave as it used to.</summary>
/// <param name="Key">Which metric of which entity.</param>
/// <param name="Severity">How much more than needed for an alert; at least 1.</param>
/// <param name="Value">The newest value, in the metric's unit.</param>
/// <param name="Usual">What is usual at this time of day; NaN while that is not known.</param>
/// <param name="Spread">One standard deviation of the usual.</param>
/// <param name="Since">First sample that was unusual.</param>
public sealed record UnusualMetric(
    SeriesKey Key, double Severity, double Value, double Usual, double Spread, DateTimeOffset Since);
