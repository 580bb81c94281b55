namespace Vireo.Forecasting.Seasonal;

/// <summary>Finds the first state: the mean of the first seasons, and the mean deviation of each phase from
/// it.</summary>
internal static class SeasonalStart
{
    private const int FirstSeasons = 3;

    // A phase seen once or twice is worth less than what it shows: most of it may be noise.
    private const double Caution = 0.5;

    /// <summary>The state before the first value.</summary>
    /// <param name="history">At least one finite value; NaN marks a gap.</param>
    /// <param name="periods">Season lengths in steps, ascending; each at most half the history.</param>
    public static SeasonalState Of(ReadOnlySpan<double> history, ReadOnlySpan<int> periods)
    {
        int length = periods.IsEmpty ? 1 : Math.Max(periods[^1], FirstSeasons * periods[0]);
        double[] rest = history[..Math.Min(length, history.Length)].ToArray();
        double level = Mean(rest, history);
        for (int t = 0; t < rest.Length; t++)
        {
            rest[t] -= level;
        }

        double[][] seasons = new double[periods.Length][];
        for (int i = 0; i < seasons.Length; i++)
        {
            seasons[i] = TakeSeason(rest, periods[i], i == 0 ? 0 : Caution);
        }

        return new SeasonalState(level, seasons);
    }

    private static double[] TakeSeason(double[] rest, int period, double caution)
    {
        double[] season = new double[period];
        for (int phase = 0; phase < period; phase++)
        {
            double sum = 0;
            double count = caution;
            for (int t = phase; t < rest.Length; t += period)
            {
                if (double.IsFinite(rest[t]))
                {
                    sum += rest[t];
                    count++;
                }
            }

            season[phase] = count > caution ? sum / count : 0;
        }

        for (int t = 0; t < rest.Length; t++)
        {
            rest[t] -= season[t % period];
        }

        return season;
    }

    // The mean of the first part, or the first value there is.
    private static double Mean(ReadOnlySpan<double> part, ReadOnlySpan<double> history)
    {
        double mean = 0;
        int count = 0;
        foreach (double value in part)
        {
            if (double.IsFinite(value))
            {
                mean += (value - mean) / ++count;
            }
        }

        if (count > 0)
        {
            return mean;
        }

        foreach (double value in history)
        {
            if (double.IsFinite(value))
            {
                return value;
            }
        }

        return 0;
    }
}
