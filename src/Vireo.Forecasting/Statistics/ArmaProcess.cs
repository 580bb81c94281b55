using Vireo.Forecasting.Arima;

namespace Vireo.Forecasting.Statistics;

/// <summary>Theory of an ARMA process: what its coefficients imply.</summary>
/// <remarks>Box, Jenkins and Reinsel, <em>Time Series Analysis</em>, chapter 3.</remarks>
public static class ArmaProcess
{
    /// <summary>ψ₁, ψ₂ …: how an error shows in the values after it.</summary>
    /// <param name="ar">φ₁ … φₚ.</param>
    /// <param name="ma">θ₁ … θ_q, with plus signs.</param>
    /// <param name="count">How many weights.</param>
    public static double[] PsiWeights(ReadOnlySpan<double> ar, ReadOnlySpan<double> ma, int count)
    {
        double[] weights = new double[count];
        for (int j = 0; j < count; j++)
        {
            weights[j] = j < ma.Length ? ma[j] : 0;
            for (int lag = 1; lag <= ar.Length && lag <= j + 1; lag++)
            {
                weights[j] += ar[lag - 1] * (lag == j + 1 ? 1 : weights[j - lag]);
            }
        }

        return weights;
    }

    /// <summary>Theoretical autocorrelations at lags 0 … <paramref name="lags"/>.</summary>
    /// <param name="ar">φ₁ … φₚ, stationary.</param>
    /// <param name="ma">θ₁ … θ_q, with plus signs.</param>
    /// <param name="lags">The largest lag.</param>
    /// <exception cref="ArgumentException">The process is not stationary.</exception>
    public static double[] Autocorrelations(ReadOnlySpan<double> ar, ReadOnlySpan<double> ma, int lags)
    {
        var model = new ArmaPolynomials(new ArimaOrder(ar.Length, 0, ma.Length));
        model.Set([.. ar, .. ma]);
        var start = new ArmaStart(model);
        if (!start.TrySet(model))
        {
            throw new ArgumentException("The process is not stationary. Give roots outside the unit circle.", nameof(ar));
        }

        double[] correlations = new double[lags + 1];
        for (int lag = 0; lag <= lags; lag++)
        {
            if (lag < start.Autocovariances.Length)
            {
                correlations[lag] = start.Autocovariances[lag] / start.Autocovariances[0];
                continue;
            }

            for (int back = 1; back <= ar.Length; back++)
            {
                correlations[lag] += ar[back - 1] * correlations[lag - back];
            }
        }

        return correlations;
    }
}
