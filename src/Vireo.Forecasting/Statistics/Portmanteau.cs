namespace Vireo.Forecasting.Statistics;

/// <summary>Whether a series has any autocorrelation left.</summary>
/// <param name="Statistic">Large when it has.</param>
/// <param name="Probability">Chance of a larger value without autocorrelation, from the χ² distribution.</param>
public readonly record struct Portmanteau(double Statistic, double Probability)
{
    /// <summary>The test of Ljung and Box (1978), Biometrika 65.</summary>
    /// <param name="series">Finite values, for example residuals.</param>
    /// <param name="lags">Autocorrelations to add up.</param>
    /// <param name="fitted">Coefficients that were fitted to get the residuals.</param>
    public static Portmanteau LjungBox(ReadOnlySpan<double> series, int lags, int fitted = 0)
    {
        double n = series.Length;
        double[] correlations = Autocorrelation.Of(series, lags);
        double sum = 0;
        for (int lag = 1; lag <= lags; lag++)
        {
            sum += correlations[lag - 1] * correlations[lag - 1] / (n - lag);
        }

        return Judge(n * (n + 2) * sum, lags - fitted);
    }

    /// <summary>The older test of Box and Pierce (1970), J. American Statistical Association 65.</summary>
    /// <param name="series">Finite values, for example residuals.</param>
    /// <param name="lags">Autocorrelations to add up.</param>
    /// <param name="fitted">Coefficients that were fitted to get the residuals.</param>
    public static Portmanteau BoxPierce(ReadOnlySpan<double> series, int lags, int fitted = 0)
    {
        double sum = 0;
        foreach (double correlation in Autocorrelation.Of(series, lags))
        {
            sum += correlation * correlation;
        }

        return Judge(series.Length * sum, lags - fitted);
    }

    private static Portmanteau Judge(double statistic, int degrees) =>
        new(statistic, degrees > 0 ? ChiSquare.Above(statistic, degrees) : double.NaN);
}
