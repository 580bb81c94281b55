namespace Vireo.Forecasting.HoltWinters;

/// <summary>Finds the state from which the recursion starts: the mean season, and the level of the first one.</summary>
internal static class HoltWintersStart
{
    /// <param name="history">At least one finite value.</param>
    /// <param name="seasonLength">One when there is no season; otherwise at most the length of the history.</param>
    public static HoltWintersState Of(ReadOnlySpan<double> history, int seasonLength)
    {
        if (seasonLength <= 1)
        {
            return new HoltWintersState(FiniteMean(history[..Math.Min(history.Length, 10)], history), 0, []);
        }

        double[] season = new double[seasonLength];
        int[] counts = new int[seasonLength];
        for (int start = 0; start + seasonLength <= history.Length; start += seasonLength)
        {
            AddDeviations(history.Slice(start, seasonLength), season, counts);
        }

        double sum = 0;
        for (int phase = 0; phase < seasonLength; phase++)
        {
            season[phase] = counts[phase] > 0 ? season[phase] / counts[phase] : 0;
            sum += season[phase];
        }

        for (int phase = 0; phase < seasonLength; phase++)
        {
            season[phase] -= sum / seasonLength;
        }

        return new HoltWintersState(FiniteMean(history[..seasonLength], history), 0, season);
    }

    private static void AddDeviations(ReadOnlySpan<double> oneSeason, double[] sums, int[] counts)
    {
        double mean = FiniteMean(oneSeason, oneSeason);
        for (int phase = 0; phase < oneSeason.Length; phase++)
        {
            if (double.IsFinite(oneSeason[phase]))
            {
                sums[phase] += oneSeason[phase] - mean;
                counts[phase]++;
            }
        }
    }

    // The mean of the first part, or of everything when the first part holds nothing.
    private static double FiniteMean(ReadOnlySpan<double> part, ReadOnlySpan<double> everything)
    {
        double sum = 0;
        int count = 0;
        foreach (double value in part)
        {
            if (double.IsFinite(value))
            {
                sum += value;
                count++;
            }
        }

        if (count > 0)
        {
            return sum / count;
        }

        return part.Length < everything.Length ? FiniteMean(everything, everything) : 0;
    }
}
