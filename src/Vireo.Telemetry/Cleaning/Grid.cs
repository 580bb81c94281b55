namespace Vireo.Telemetry.Cleaning;

/// <summary>Puts samples on an even grid whose instants are multiples of its step since the Unix epoch.</summary>
public static class Grid
{
    /// <summary>The last multiple of <paramref name="step"/> that is not after <paramref name="time"/>.</summary>
    public static long Floor(long time, long step)
    {
        long remainder = time % step;

        return remainder < 0 ? time - remainder - step : time - remainder;
    }

    /// <summary>Writes the mean of the samples of each step; NaN where there is none.</summary>
    /// <param name="times">Unix milliseconds, ascending, none before <paramref name="from"/>, all before the
    /// end.</param>
    /// <param name="values">One per time, no NaN.</param>
    /// <param name="from">Instant of the first point.</param>
    /// <param name="step">Spacing in milliseconds.</param>
    /// <param name="means">Receives the means; every element is written.</param>
    /// <returns>How many points hold a sample.</returns>
    /// <remarks>One pass, allocates nothing. Sums run in time order, so the result is the same everywhere.</remarks>
    public static int Align(
        ReadOnlySpan<long> times, ReadOnlySpan<double> values, long from, long step, Span<double> means)
    {
        int present = 0;
        int written = 0;
        for (int i = 0; i < times.Length;)
        {
            int point = times[i] - from < (written + 1) * step ? written : (int)((times[i] - from) / step);
            long end = from + ((point + 1) * step);
            double sum = values[i];
            int first = i++;
            while (i < times.Length && times[i] < end)
            {
                sum += values[i++];
            }

            means[written..point].Fill(double.NaN);
            means[point] = i - first == 1 ? sum : sum / (i - first);
            written = point + 1;
            present++;
        }

        means[written..].Fill(double.NaN);

        return present;
    }
}
