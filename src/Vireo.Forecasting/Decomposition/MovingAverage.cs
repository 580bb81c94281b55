namespace Vireo.Forecasting.Decomposition;

/// <summary>Means of consecutive values.</summary>
internal static class MovingAverage
{
    /// <summary>Fills <paramref name="means"/> with the mean of each run of <paramref name="width"/> values, by a
    /// running sum.</summary>
    /// <param name="values">At least <paramref name="width"/> values.</param>
    /// <param name="width">Values in a run.</param>
    /// <param name="means">Receives <c>values.Length − width + 1</c> means.</param>
    public static void Runs(ReadOnlySpan<double> values, int width, Span<double> means)
    {
        double sum = 0;
        for (int i = 0; i < width; i++)
        {
            sum += values[i];
        }

        means[0] = sum / width;
        for (int i = width; i < values.Length; i++)
        {
            sum += values[i] - values[i - width];
            means[i - width + 1] = sum / width;
        }
    }

    /// <summary>The centred mean over one season; an even season counts both its ends by half. NaN at the
    /// ends.</summary>
    /// <param name="values">The series.</param>
    /// <param name="season">Steps in the season, at least 2.</param>
    /// <param name="means">Receives one mean for each value.</param>
    public static void Centred(ReadOnlySpan<double> values, int season, Span<double> means)
    {
        means[..values.Length].Fill(double.NaN);
        int half = season / 2;
        bool isEven = season % 2 == 0;
        for (int at = half; at + half < values.Length; at++)
        {
            double sum = 0;
            foreach (double value in values.Slice(at - half, (2 * half) + 1))
            {
                sum += value;
            }

            means[at] = (isEven ? sum - (0.5 * (values[at - half] + values[at + half])) : sum) / season;
        }
    }
}
