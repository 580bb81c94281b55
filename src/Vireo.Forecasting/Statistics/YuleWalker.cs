namespace Vireo.Forecasting.Statistics;

/// <summary>An autoregression that matches autocovariances.</summary>
/// <param name="Coefficients">φ₁ … φₚ.</param>
/// <param name="Variance">Variance of the one-step error.</param>
public sealed record YuleWalker(double[] Coefficients, double Variance)
{
    /// <summary>Fits an autoregression of a given order.</summary>
    /// <param name="series">Finite values, more than the order.</param>
    /// <param name="order">p, at least one.</param>
    public static YuleWalker Fit(ReadOnlySpan<double> series, int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(order);

        return Fits(Autocorrelation.Covariances(series, order))[^1];
    }

    /// <summary>Fits every order up to the number of lags by the recursion of Durbin and Levinson.</summary>
    internal static YuleWalker[] Fits(double[] covariances)
    {
        int lags = covariances.Length - 1;
        var fits = new YuleWalker[lags];
        double[] current = [];
        double variance = covariances[0];
        for (int order = 1; order <= lags; order++)
        {
            double rest = covariances[order];
            for (int i = 0; i < current.Length; i++)
            {
                rest -= current[i] * covariances[order - 1 - i];
            }

            double reflection = rest / variance;
            double[] next = new double[order];
            next[^1] = reflection;
            for (int i = 0; i < current.Length; i++)
            {
                next[i] = current[i] - (reflection * current[^(i + 1)]);
            }

            variance *= 1 - (reflection * reflection);
            current = next;
            fits[order - 1] = new YuleWalker(next, variance);
        }

        return fits;
    }
}
