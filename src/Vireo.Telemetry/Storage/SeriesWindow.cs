using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;

namespace Vireo.Telemetry.Storage;

/// <summary>The window of a read, on its grid, and how samples become a series with quality.</summary>
internal readonly struct SeriesWindow
{
    private readonly TimeSpan step;

    public SeriesWindow(DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        this.step = step;
        StepMilliseconds = step.Ticks / TimeSpan.TicksPerMillisecond;
        From = Grid.Floor(from.ToUnixTimeMilliseconds(), StepMilliseconds);
        To = to.ToUnixTimeMilliseconds();
        Length = checked((int)((To - From + StepMilliseconds - 1) / StepMilliseconds));
    }

    public long From { get; }

    public long To { get; }

    public long StepMilliseconds { get; }

    public int Length { get; }

    /// <summary>Builds the series from what a buffer holds; null when none of it lies in the window.</summary>
    public TimeSeries? Build(StoredSeries series, SeriesBuffer buffer)
    {
        int first = buffer.IndexFrom(From);
        int end = buffer.IndexFrom(To);
        if (first >= end)
        {
            return null;
        }

        var times = buffer.Times[first..end];
        double[] means = new double[Length];
        int present = Grid.Align(times, buffer.Values[first..end], From, StepMilliseconds, means);
        var quality = Rate(series, means, times, present);

        return new TimeSeries(
            series.Key, DateTimeOffset.FromUnixTimeMilliseconds(From), step, means, quality);
    }

    private DataQuality Rate(StoredSeries series, double[] means, ReadOnlySpan<long> times, int present)
    {
        var (outliers, impossible) = series.Marks?.Count(From, To) ?? (0, 0);
        long beforeBirth = Math.Clamp((series.FirstAt - From) / StepMilliseconds, 0, Length);
        var evidence = new QualityEvidence(
            TimeSpan.FromMilliseconds(To - times[^1]), present, (int)beforeBirth, times.Length, outliers, impossible);

        return QualityRating.Rate(series.Key.Metric, means, step, evidence);
    }
}
