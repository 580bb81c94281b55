using System.Numerics.Tensors;

namespace Vireo.Forecasting.Statistics;

/// <summary>Sample autocorrelations and what is solved from them.</summary>
/// <remarks>Box, Jenkins and Reinsel, <em>Time Series Analysis</em>, chapters 2 and 3. Values must be finite; of a constant
/// series everything is NaN.</remarks>
public static class Autocorrelation
{
    /// <summary>Autocovariances at lags 0 … <paramref name="lags"/>, divided by n at every lag.</summary>
    public static double[] Covariances(ReadOnlySpan<double> series, int lags)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lags);
        double[] centred = new double[series.Length];
        TensorPrimitives.Subtract(series, TensorPrimitives.Sum(series) / series.Length, centred);
        double[] covariances = new double[lags + 1];
        for (int lag = 0; lag <= lags && lag < centred.Length; lag++)
        {
            covariances[lag] = TensorPrimitives.Dot<double>(centred.AsSpan(lag), centred.AsSpan(0, centred.Length - lag))
                / centred.Length;
        }

        return covariances;
    }

    /// <summary>Autocorrelations at lags 1 … <paramref name="lags"/>.</summary>
    public static double[] Of(ReadOnlySpan<double> series, int lags)
    {
        double[] covariances = Covariances(series, lags);
        double variance = covariances[0];
        TensorPrimitives.Divide(covariances, variance, covariances);

        return covariances[1..];
    }

    /// <summary>Partial autocorrelations at lags 1 … <paramref name="lags"/>, by Durbin and Levinson.</summary>
    public static double[] Partial(ReadOnlySpan<double> series, int lags) =>
        [.. YuleWalker.Fits(Covariances(series, lags)).Select(fit => fit.Coefficients[^1])];
}
