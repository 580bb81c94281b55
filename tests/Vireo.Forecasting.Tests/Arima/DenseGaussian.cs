using Vireo.Forecasting.Statistics;

namespace Vireo.Forecasting.Tests.Arima;

/// <summary>The slow, plain way to the likelihood of an ARMA process: its whole covariance matrix,
/// factorised.</summary>
internal static class DenseGaussian
{
    /// <summary>Log-likelihood of the values at some times, with the most likely error variance.</summary>
    public static double LogLikelihood(double[] ar, double[] ma, double[] values, int[] times)
    {
        int n = times.Length;
        double[] correlations = ArmaProcess.Autocorrelations(ar, ma, times[^1]);
        double variance = Variance(ar, ma);
        double[,] factor = new double[n, n];
        double squares = 0;
        double logs = 0;
        double[] innovations = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = variance * correlations[times[i] - times[j]];
                for (int k = 0; k < j; k++)
                {
                    sum -= factor[i, k] * factor[j, k];
                }

                factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
            }

            double rest = values[i];
            for (int k = 0; k < i; k++)
            {
                rest -= factor[i, k] * innovations[k];
            }

            innovations[i] = rest / factor[i, i];
            squares += innovations[i] * innovations[i];
            logs += 2 * Math.Log(factor[i, i]);
        }

        return -0.5 * ((n * (Math.Log(2 * Math.PI * squares / n) + 1)) + logs);
    }

    private static double Variance(double[] ar, double[] ma)
    {
        double[] psi = ArmaProcess.PsiWeights(ar, ma, 20_000);

        return 1 + psi.Sum(weight => weight * weight);
    }
}
