namespace Vireo.Detection.Exhaustion;

/// <summary>A robust trend through the levels of equal intervals.</summary>
/// <param name="Slope">Median of the slopes between all pairs (Theil 1950, Sen 1968), per interval.</param>
/// <param name="LowSlope">Slope that holds with about 97.5 % confidence.</param>
/// <param name="HighSlope">Slope not exceeded with about 97.5 % confidence.</param>
/// <param name="Trend">Mann–Kendall statistic in standard deviations; above 2.33 a rise is no chance (p &lt;
/// .01).</param>
internal readonly record struct TrendLine(double Slope, double LowSlope, double HighSlope, double Trend)
{
    private const double Confidence = 1.96;

    /// <summary>Fits; at least three levels.</summary>
    public static TrendLine Of(ReadOnlySpan<double> levels)
    {
        int count = levels.Length;
        double[] slopes = new double[count * (count - 1) / 2];
        int sign = 0;
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            for (int j = i + 1; j < count; j++)
            {
                slopes[at++] = (levels[j] - levels[i]) / (j - i);
                sign += Math.Sign(levels[j] - levels[i]);
            }
        }

        Array.Sort(slopes);
        double deviation = Math.Sqrt(count * (count - 1.0) * ((2 * count) + 5) / 18);
        int reach = (int)(Confidence * deviation / 2);
        int middle = slopes.Length / 2;

        return new TrendLine(
            slopes[middle],
            slopes[Math.Max(0, middle - reach)],
            slopes[Math.Min(slopes.Length - 1, middle + reach)],
            (sign - Math.Sign(sign)) / deviation);
    }
}
