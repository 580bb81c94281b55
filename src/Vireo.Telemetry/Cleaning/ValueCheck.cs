using Vireo.Fleet;

namespace Vireo.Telemetry.Cleaning;

/// <summary>Rejects readings that cannot be: not a number, infinite, or outside the metric's range.</summary>
/// <remarks>It comes before de-duplication, so that a nonsense reading never hides the good one of the same instant.
/// The range of a counter is that of its rate and is checked by <see cref="RateCheck"/>; a total only cannot be
/// negative.</remarks>
public sealed class ValueCheck : ICleaningOperator
{
    /// <inheritdoc/>
    public void Apply(SampleBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int i = 0; i < batch.Count; i++)
        {
            var metric = batch.KeyOf(i).Metric;
            bool isCounter = metric.Kind == MetricKind.Counter;
            double minimum = isCounter ? 0 : metric.Minimum;
            double maximum = isCounter ? double.MaxValue : metric.Maximum;
            if (Fault(batch.ValueOf(i), minimum, maximum) is { } reason)
            {
                batch.Reject(i, reason);
            }
        }

        batch.Compact();
    }

    /// <summary>Says what is wrong with a value; null when nothing is.</summary>
    internal static RejectReason? Fault(double value, double minimum, double maximum)
    {
        if (value >= minimum && value <= maximum)
        {
            return null;
        }

        if (double.IsNaN(value))
        {
            return RejectReason.NotANumber;
        }

        if (double.IsInfinity(value))
        {
            return RejectReason.Infinite;
        }

        return value < minimum ? RejectReason.TooSmall : RejectReason.TooLarge;
    }
}
