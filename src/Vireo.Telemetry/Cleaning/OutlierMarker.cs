namespace Vireo.Telemetry.Cleaning;

/// <summary>Marks samples that lie far from the median of those before them, and changes none.</summary>
/// <remarks>
/// <para>Hampel's rule on the last 15 samples: |x − median| &gt; 6 · 1.4826 · MAD, with a floor of 10 % of the median's
/// size under the deviation so that a steady series does not cry at its first breath. Bursts of real load are marked
/// as well; the quality score forgives one in ten.</para>
/// <para>A level that lasts is normal again after eight samples. Marks are judged at arrival, by the samples known
/// then. Hampel, <em>The influence curve and its role in robust estimation</em>, JASA 69 (1974).</para>
/// </remarks>
public sealed class OutlierMarker : ICleaningOperator
{
    private readonly RollingMedian window = new();

    /// <inheritdoc/>
    public void Apply(SampleBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int i = 0; i < batch.FirstCorrection; i++)
        {
            int slot = batch.SlotOf(i);
            double value = batch.ValueOf(i);
            if (window.IsOutlier(slot, value))
            {
                batch.MarkOutlier(i);
            }

            window.Add(slot, value);
        }
    }

    /// <inheritdoc/>
    public void Forget(int slot) => window.Forget(slot);
}
