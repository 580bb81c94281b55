using Vireo.Fleet;

namespace Vireo.Telemetry.Cleaning;

/// <summary>Turns running totals into rates per second, each at the end of its interval.</summary>
/// <remarks>The first total of a series gives no rate. A total that falls by a wrap of 32 bits is continued; any other
/// fall is a restart from zero, so the rate counts from there and is rather too low than invented. A total that comes
/// late splits the interval it falls into: the rate after it is computed anew and passed on as a correction, so the
/// result does not depend on the order of arrival. An interval longer than an hour gives no rate. Expects samples
/// sorted and without repetitions (<see cref="Deduplicator"/>).</remarks>
public sealed class CounterToRate : ICleaningOperator
{
    private const double Wrap = 4_294_967_296;
    private const double NearWrap = 0.75 * Wrap;
    private const long LongestInterval = 3_600_000;

    private readonly SampleHistory totals = new();

    /// <inheritdoc/>
    public void Apply(SampleBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int arrived = batch.Count;
        for (int i = 0; i < arrived; i++)
        {
            if (batch.KeyOf(i).Metric.Kind == MetricKind.Counter)
            {
                Convert(batch, i);
            }
        }

        batch.Compact();
    }

    /// <inheritdoc/>
    public void Forget(int slot) => totals.Forget(slot);

    private void Convert(SampleBatch batch, int i)
    {
        int slot = batch.SlotOf(i);
        var outcome = totals.Put(slot, batch.TimeOf(i), batch.ValueOf(i), out int index);
        if (outcome is not (HistoryOutcome.Added or HistoryOutcome.Corrected))
        {
            batch.Drop(i);

            return;
        }

        if (index + 1 < totals.CountOf(slot) && RateInto(batch, i, index + 1) is { } after)
        {
            batch.Correct(i, totals.TimeAt(slot, index + 1), after);
        }

        if (index > 0 && RateInto(batch, i, index) is { } rate)
        {
            batch.SetValue(i, rate);
        }
        else
        {
            batch.Drop(i);
        }
    }

    private double? RateInto(SampleBatch batch, int i, int index)
    {
        int slot = batch.SlotOf(i);
        long elapsed = totals.TimeAt(slot, index) - totals.TimeAt(slot, index - 1);
        if (elapsed > LongestInterval)
        {
            return null;
        }

        var metric = batch.KeyOf(i).Metric;
        double seconds = elapsed / 1_000.0;
        double before = totals.ValueAt(slot, index - 1);
        double now = totals.ValueAt(slot, index);
        double growth = now - before;
        if (growth < 0)
        {
            double wrapped = growth + Wrap;
            bool isWrap = before >= NearWrap && before < Wrap && now < Wrap - NearWrap
                && wrapped / seconds <= metric.Maximum;
            growth = isWrap ? wrapped : now;
            batch.CountReset();
        }

        return RoundRate(growth / seconds, metric.Unit);
    }

    /// <summary>A rate is an average over seconds: digits beyond these are noise and cost space.</summary>
    private static double RoundRate(double rate, MetricUnit unit) => unit switch
    {
        MetricUnit.BytesPerSecond => Math.Round(rate),
        MetricUnit.Ratio => Math.Round(rate, 4),
        _ => Math.Round(rate, 3),
    };
}
