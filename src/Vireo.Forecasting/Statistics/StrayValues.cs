namespace Vireo.Forecasting.Statistics;

/// <summary>Values that cannot belong to a series: so far from all others, alone and so rare that they say nothing about
/// what comes, and would spoil every mean and every error.</summary>
/// <remarks>A stray lies further than a thousand spreads from the median, where a spread is the deviation that the 90 %
/// of values next to the median would have if they were normal. It comes in a run of at most two values between calm
/// ones, and there are at most two runs: what comes a third time is part of the series, and what lasts, or came last, may
/// be a new level. Where nine values in ten are equal nothing is a stray.</remarks>
internal static class StrayValues
{
    private const double Farthest = 1_000;
    private const double NormalAt90 = 1.645;
    private const int FewestValues = 20;
    private const int LongestRun = 2;
    private const int MostRuns = 2;
    private const int CalmAround = 3;

    /// <summary>Where they are, ascending; usually nowhere.</summary>
    /// <param name="series">Oldest first; what is not finite is a gap.</param>
    /// <remarks>O(n log n).</remarks>
    public static IReadOnlyList<int> In(ReadOnlySpan<double> series)
    {
        double[] sorted = [.. series.ToArray().Where(double.IsFinite)];
        if (sorted.Length < FewestValues)
        {
            return [];
        }

        Array.Sort(sorted);
        double median = sorted[sorted.Length / 2];
        double[] distances = [.. sorted.Select(value => Math.Abs(value - median))];
        Array.Sort(distances);
        double limit = Farthest / NormalAt90 * distances[distances.Length * 9 / 10];
        if (!(limit > 0) || !(distances[^1] > limit))
        {
            return [];
        }

        int[] far = [.. Far(series, median, limit)];

        return far.Length <= MostRuns * LongestRun && AreAlone(series, far) ? far : [];
    }

    /// <summary>Makes gaps of them.</summary>
    public static void Remove(Span<double> series)
    {
        foreach (int at in In(series))
        {
            series[at] = double.NaN;
        }
    }

    private static List<int> Far(ReadOnlySpan<double> series, double median, double limit)
    {
        List<int> far = [];
        for (int t = 0; t < series.Length && far.Count <= MostRuns * LongestRun; t++)
        {
            if (Math.Abs(series[t] - median) > limit)
            {
                far.Add(t);
            }
        }

        return far;
    }

    private static bool AreAlone(ReadOnlySpan<double> series, int[] far)
    {
        int runs = 0;
        for (int i = 0; i < far.Length;)
        {
            int last = i;
            while (last + 1 < far.Length && far[last + 1] - far[last] <= CalmAround)
            {
                last++;
            }

            runs++;
            if (runs > MostRuns || far[last] - far[i] >= LongestRun || far[i] < CalmAround
                || far[last] + CalmAround >= series.Length)
            {
                return false;
            }

            i = last + 1;
        }

        return true;
    }
}
