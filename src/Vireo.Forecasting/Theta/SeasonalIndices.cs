using Vireo.Forecasting.Decomposition;

namespace Vireo.Forecasting.Theta;

/// <summary>A fixed season taken out before a model without one, and put back after it.</summary>
/// <remarks>As R's <c>thetaf</c>: factors from a multiplicative classical decomposition, if the autocorrelation at the
/// season is significant at 90 %. Series that come near zero get added values instead.</remarks>
public sealed class SeasonalIndices
{
    private const double Significance = 1.6448536269514722;
    private const double SmallestFactor = 0.01;
    private readonly double[] _values;
    private readonly bool _isFactor;

    private SeasonalIndices(double[] values, bool isFactor)
    {
        _values = values;
        _isFactor = isFactor;
    }

    /// <summary>No season: every value stays as it is.</summary>
    public static SeasonalIndices None { get; } = new([0], isFactor: false);

    /// <summary>Steps in the season; 1 for none.</summary>
    public int Period => _values.Length;

    /// <summary>Finds the season of a series, or <see cref="None"/>.</summary>
    /// <param name="series">Finite, oldest first.</param>
    /// <param name="period">Steps in the season.</param>
    /// <param name="smallestFactor">A season with a factor below this is added instead.</param>
    public static SeasonalIndices Of(ReadOnlySpan<double> series, int period, double smallestFactor = SmallestFactor)
    {
        if (period < 2 || series.Length <= 2 * period || !IsSeasonal(series, period))
        {
            return None;
        }

        double[] factors = IsPositive(series)
            ? ClassicalDecomposition.Multiplicative(series, period).Seasonal[..period]
            : [];
        if (factors.Length > 0 && factors.Min() > smallestFactor)
        {
            return new SeasonalIndices(factors, isFactor: true);
        }

        return new SeasonalIndices(ClassicalDecomposition.Additive(series, period).Seasonal[..period], isFactor: false);
    }

    /// <summary>The value without its season.</summary>
    /// <param name="value">A value of the series.</param>
    /// <param name="phase">Its position modulo the period.</param>
    public double Remove(double value, int phase) => _isFactor ? value / _values[phase] : value - _values[phase];

    /// <summary>The value with its season.</summary>
    /// <param name="value">A value without season.</param>
    /// <param name="phase">Its position modulo the period.</param>
    public double Restore(double value, int phase) => _isFactor ? value * _values[phase] : value + _values[phase];

    // |r_m| against Bartlett's error of the autocorrelations before it.
    private static bool IsSeasonal(ReadOnlySpan<double> series, int period)
    {
        double scale = 0;
        double mean = 0;
        foreach (double value in series)
        {
            mean += value / series.Length;
            scale = Math.Max(scale, Math.Abs(value));
        }

        double variance = Covariance(series, mean, scale, 0);
        if (!(variance > 0))
        {
            return false;
        }

        double spread = 1;
        for (int lag = 1; lag < period; lag++)
        {
            double correlation = Covariance(series, mean, scale, lag) / variance;
            spread += 2 * correlation * correlation;
        }

        double last = Covariance(series, mean, scale, period) / variance;

        return Math.Abs(last) > Significance * Math.Sqrt(spread / series.Length);
    }

    private static double Covariance(ReadOnlySpan<double> series, double mean, double scale, int lag)
    {
        double sum = 0;
        for (int i = lag; i < series.Length; i++)
        {
            sum += (series[i] - mean) / scale * ((series[i - lag] - mean) / scale);
        }

        return sum;
    }

    private static bool IsPositive(ReadOnlySpan<double> series)
    {
        foreach (double value in series)
        {
            if (!(value > 0))
            {
                return false;
            }
        }

        return true;
    }
}
