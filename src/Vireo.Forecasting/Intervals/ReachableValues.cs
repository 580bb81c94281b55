namespace Vireo.Forecasting.Intervals;

/// <summary>How far a series could get: bounds beyond say nothing. A learned model's quantiles are in units of a window;
/// after a jump in the newest values that unit says little about the series.</summary>
/// <param name="Least">Of the history; NaN where it holds nothing.</param>
/// <param name="Largest">Of the history.</param>
/// <param name="Count">Values of the history.</param>
internal readonly record struct ReachableValues(double Least, double Largest, int Count)
{
    /// <summary>Ranges of the history that a bound may lie beyond it and beyond the forecast. A random walk's 95 % bound
    /// lies little more than one beyond after as many steps as there are values.</summary>
    private const double Ranges = 3;

    /// <summary>What can be reached after a history.</summary>
    /// <param name="history">NaN marks a gap.</param>
    public static ReachableValues After(ReadOnlySpan<double> history)
    {
        double least = double.PositiveInfinity;
        double largest = double.NegativeInfinity;
        int count = 0;
        foreach (double value in history)
        {
            if (double.IsFinite(value))
            {
                least = Math.Min(least, value);
                largest = Math.Max(largest, value);
                count++;
            }
        }

        return new(least, largest, count);
    }

    /// <summary>Takes back what lies further. A forecast is never cut off from its bounds.</summary>
    /// <param name="mean">The forecast, a value a step.</param>
    /// <param name="bounds">Of the same length, changed in place.</param>
    public void Limit(ReadOnlySpan<double> mean, IEnumerable<double[]> bounds)
    {
        double range = Largest - Least;
        if (!(range > 0))
        {
            return;
        }

        foreach (double[] bound in bounds)
        {
            for (int step = 0; step < bound.Length; step++)
            {
                double reach = Ranges * range * Math.Max(1, Math.Sqrt((step + 1.0) / Count));
                bound[step] = Math.Clamp(
                    bound[step], Math.Min(Least, mean[step]) - reach, Math.Max(Largest, mean[step]) + reach);
            }
        }
    }
}
