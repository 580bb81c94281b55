using Vireo.Fleet;

namespace Vireo.Telemetry.Cleaning;

/// <summary>Rejects rates outside the metric's range: the totals looked right, their difference is absurd.</summary>
public sealed class RateCheck : ICleaningOperator
{
    /// <inheritdoc/>
    public void Apply(SampleBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int i = 0; i < batch.Count; i++)
        {
            var metric = batch.KeyOf(i).Metric;
            if (metric.Kind == MetricKind.Counter
                && ValueCheck.Fault(batch.ValueOf(i), metric.Minimum, metric.Maximum) is { } reason)
            {
                batch.Reject(i, reason);
            }
        }

        batch.Compact();
    }
}
