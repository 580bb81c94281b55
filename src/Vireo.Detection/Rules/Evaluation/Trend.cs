namespace Vireo.Detection.Rules.Evaluation;

/// <summary>The straight line through the values of a range.</summary>
internal static class Trend
{
    /// <summary>Least squares.</summary>
    /// <param name="window">At least two values.</param>
    /// <param name="origin">The instant where the intercept is taken, milliseconds.</param>
    /// <returns>Growth a second, and the value at the origin.</returns>
    public static (double Slope, double Intercept) Fit(RangeWindow window, long origin)
    {
        ReadOnlySpan<double> values = window.Values;
        ReadOnlySpan<long> times = window.Times;
        var (sumX, sumY, sumXY, sumXX) =
            (default(CompensatedSum), default(CompensatedSum), default(CompensatedSum), default(CompensatedSum));
        bool isConstant = true;
        for (int i = 0; i < values.Length; i++)
        {
            isConstant &= i == 0 || values[i] == values[0];
            double x = (times[i] - origin) / 1000.0;
            sumX.Add(x);
            sumY.Add(values[i]);
            sumXY.Add(x * values[i]);
            sumXX.Add(x * x);
        }

        if (isConstant)
        {
            return double.IsInfinity(values[0]) ? (double.NaN, double.NaN) : (0, values[0]);
        }

        double n = values.Length;
        double covariance = sumXY.Value - (sumX.Value * sumY.Value / n);
        double variance = sumXX.Value - (sumX.Value * sumX.Value / n);
        double slope = covariance / variance;

        return (slope, (sumY.Value / n) - (slope * sumX.Value / n));
    }
}
