namespace Vireo.Telemetry.Cleaning;

/// <summary>Rolls samples up to intervals with mean, maximum and 95th percentile.</summary>
public static class Rollup
{
    /// <summary>Appends one point per interval that holds a sample.</summary>
    /// <param name="times">Unix milliseconds, ascending.</param>
    /// <param name="values">One per time, no NaN.</param>
    /// <param name="resolution">Length of the intervals, which start at its multiples since the Unix epoch.</param>
    /// <param name="points">Receives the points, oldest first.</param>
    /// <remarks>The percentile is by nearest rank, on the samples themselves: percentiles of percentiles would drift.
    /// O(n log m) for m samples an interval.</remarks>
    public static void Append(
        ReadOnlySpan<long> times, ReadOnlySpan<double> values, RollupResolution resolution, List<RollupPoint> points)
    {
        long length = (long)resolution * 1_000;
        double[] scratch = [];
        for (int first = 0; first < times.Length;)
        {
            long start = Grid.Floor(times[first], length);
            int end = first + 1;
            while (end < times.Length && times[end] < start + length)
            {
                end++;
            }

            int count = end - first;
            if (scratch.Length < count)
            {
                scratch = new double[Math.Max(count, 32)];
            }

            points.Add(Summarise(start, values[first..end], scratch.AsSpan(0, count)));
            first = end;
        }
    }

    private static RollupPoint Summarise(long start, ReadOnlySpan<double> values, Span<double> sorted)
    {
        values.CopyTo(sorted);
        sorted.Sort();
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        int rank = (int)Math.Ceiling(0.95 * values.Length) - 1;

        return new RollupPoint(
            DateTimeOffset.FromUnixTimeMilliseconds(start), values.Length, sum / values.Length, sorted[^1], sorted[rank]);
    }
}
