using Vireo.Forecasting.Statistics;

namespace Vireo.Forecasting.Decomposition;

/// <summary>A series as the sum of a repeating part, a slow part and the rest.</summary>
/// <param name="Seasonal">The repeating part, as long as the series.</param>
/// <param name="Trend">The slow part; NaN at the ends where a moving average does not reach.</param>
/// <param name="Remainder">Series − seasonal − trend (or the quotient, for a multiplicative decomposition).</param>
public sealed record SeasonalComponents(double[] Seasonal, double[] Trend, double[] Remainder)
{
    /// <summary>How much of the detrended variation is seasonal, 0 to 1: max(0, 1 − Var(R)/Var(S + R)).</summary>
    /// <remarks>Wang, Smith &amp; Hyndman (2006); the measure behind R's <c>nsdiffs(test = "seas")</c>.</remarks>
    public double SeasonalStrength => Strength(Seasonal);

    /// <summary>How much of the deseasonalised variation is trend, 0 to 1: max(0, 1 − Var(R)/Var(T + R)).</summary>
    public double TrendStrength => Strength(Trend);

    private double Strength(double[] part)
    {
        double[] together = new double[part.Length];
        for (int i = 0; i < part.Length; i++)
        {
            together[i] = part[i] + Remainder[i];
        }

        double variance = Moments.Of(together).Variance;

        return variance > 0 ? Math.Max(0, Math.Min(1, 1 - (Moments.Of(Remainder).Variance / variance))) : 0;
    }
}
