namespace Vireo.Forecasting.Decomposition;

/// <summary>Decomposes a series with several seasons by repeated STL, shortest season first.</summary>
/// <remarks>Bandara, Hyndman &amp; Bergmeir (2021), "MSTL: A seasonal-trend decomposition algorithm for time series
/// with multiple seasonal patterns". As R's <c>mstl</c>: two rounds, seasonal windows 11, 15, 19, …; seasons of which
/// the series holds two or fewer are left out.</remarks>
public static class Mstl
{
    private const int Rounds = 2;

    /// <summary>Decomposes a series.</summary>
    /// <param name="series">Finite, oldest first; fill gaps first.</param>
    /// <param name="periods">Season lengths in steps, any order; those below 2 or too long are left out.</param>
    /// <param name="windows">The seasonal window of each season kept, shortest season first, odd; empty: 11, 15, 19,
    /// ….</param>
    /// <returns>The parts; with no season left, the trend is the series.</returns>
    public static MultipleComponents Decompose(
        ReadOnlySpan<double> series, ReadOnlySpan<int> periods, params ReadOnlySpan<int> windows)
    {
        int[] kept = Usable(series.Length, periods);
        double[][] seasonals = new double[kept.Length][];
        double[] rest = series.ToArray();
        double[] trend = series.ToArray();
        int rounds = kept.Length > 1 ? Rounds : 1;
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < kept.Length; i++)
            {
                Add(rest, seasonals[i], sign: 1);
                var options = new StlOptions(i < windows.Length ? windows[i] : 11 + (4 * i));
                SeasonalComponents parts = Stl.Decompose(rest, kept[i], options);
                seasonals[i] = parts.Seasonal;
                trend = parts.Trend;
                Add(rest, seasonals[i], sign: -1);
            }
        }

        Add(rest, trend, sign: -1);

        return new MultipleComponents(kept, seasonals, trend, rest);
    }

    /// <summary>The seasons that a series is long enough for, ascending.</summary>
    /// <param name="length">Values in the series.</param>
    /// <param name="periods">Season lengths in steps.</param>
    public static int[] Usable(int length, ReadOnlySpan<int> periods)
    {
        int[] kept = [.. periods.ToArray().Where(period => period > 1 && 2L * period < length).Distinct()];
        Array.Sort(kept);

        return kept;
    }

    private static void Add(double[] values, double[]? part, int sign)
    {
        if (part is null)
        {
            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] += sign * part[i];
        }
    }
}
