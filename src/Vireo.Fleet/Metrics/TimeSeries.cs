namespace Vireo.Fleet;

/// <summary>An evenly spaced, cleaned series with its quality.</summary>
/// <param name="Key">What is measured.</param>
/// <param name="Start">Instant of the first point; a multiple of <paramref name="Step"/> since the Unix epoch.</param>
/// <param name="Step">Spacing. A point covers [instant, instant + step).</param>
/// <param name="Values">Oldest first, in the metric's unit; NaN marks a gap.</param>
/// <param name="Quality">How far the series can be trusted.</param>
public sealed record TimeSeries(
    SeriesKey Key, DateTimeOffset Start, TimeSpan Step, ReadOnlyMemory<double> Values, DataQuality Quality)
{
    /// <summary>The first instant after the series.</summary>
    public DateTimeOffset End => Start + (Step * Values.Length);
}
