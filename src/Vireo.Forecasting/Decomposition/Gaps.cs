namespace Vireo.Forecasting.Decomposition;

/// <summary>Fills gaps so that a decomposition can run.</summary>
public static class Gaps
{
    /// <summary>Whether anything is missing.</summary>
    public static bool Any(ReadOnlySpan<double> series)
    {
        foreach (double value in series)
        {
            if (!double.IsFinite(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Fills gaps with the mean of the same phase one season earlier and later, else along a straight
    /// line.</summary>
    /// <param name="series">NaN marks a gap; at least one value is finite.</param>
    /// <param name="period">Steps in a season; 1 for straight lines only.</param>
    /// <param name="filled">Receives the series without gaps; beyond its ends the nearest value is repeated.</param>
    public static void Fill(ReadOnlySpan<double> series, int period, Span<double> filled)
    {
        for (int i = 0; i < series.Length; i++)
        {
            filled[i] = double.IsFinite(series[i]) ? series[i] : period > 1 ? SamePhase(series, i, period) : double.NaN;
        }

        int known = -1;
        for (int i = 0; i <= series.Length; i++)
        {
            if (i == series.Length || double.IsFinite(filled[i]))
            {
                Bridge(filled[..series.Length], known, i);
                known = i;
            }
        }
    }

    private static double SamePhase(ReadOnlySpan<double> series, int at, int period)
    {
        double before = at >= period ? series[at - period] : double.NaN;
        double after = at < series.Length - period ? series[at + period] : double.NaN;

        return double.IsFinite(before) ? double.IsFinite(after) ? 0.5 * (before + after) : before : after;
    }

    private static void Bridge(Span<double> values, int from, int to)
    {
        double first = from >= 0 ? values[from] : to < values.Length ? values[to] : double.NaN;
        double last = to < values.Length ? values[to] : first;
        for (int i = from + 1; i < to; i++)
        {
            values[i] = first + ((last - first) * (i - from) / (to - from));
        }
    }
}
