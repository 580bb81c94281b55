namespace Vireo.Fleet;

/// <summary>As many replicas as keep a measured metric near a value: requests, queue length, response time, memory, any
/// other.</summary>
/// <param name="Metric">Its name, such as <c>service.requests</c>.</param>
/// <param name="Value">The mean over the replicas that is wanted, in the metric's unit, above 0.</param>
/// <param name="Tolerance">Deviation from it that is left alone, such as 0.1.</param>
public sealed record MetricTracking(string Metric, double Value, double Tolerance) : ScalingRule;
