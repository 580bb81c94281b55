using Vireo.Fleet;

namespace Vireo.Detection.Anomalies;

/// <summary>What is known of a metric before it is watched; nothing by default.</summary>
/// <param name="IsBestAtZero">Whether only more than usual is a sign of trouble.</param>
/// <param name="LeastSpread">The least that a value is taken to vary, in the metric's unit: a series that never moved
/// does not vary by nothing.</param>
public readonly record struct MetricSense(bool IsBestAtZero, double LeastSpread)
{
    /// <summary>By the metric's definition.</summary>
    public static MetricSense Of(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);

        return new(metric.IsBestAtZero, LeastEffect.Of(metric));
    }
}
