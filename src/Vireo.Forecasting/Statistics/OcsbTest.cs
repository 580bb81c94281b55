using System.Numerics.Tensors;

namespace Vireo.Forecasting.Statistics;

/// <summary>The seasonal unit root test of Osborn, Chui, Smith and Birchenhall.</summary>
/// <param name="Statistic">t value of the lagged seasonal term.</param>
/// <param name="Critical">Value above which a seasonal difference is needed, at level 0.05.</param>
/// <param name="Lag">Lags of the differenced series in the regression.</param>
/// <remarks>Osborn, Chui, Smith and Birchenhall (1988), Oxford Bulletin of Economics and Statistics 50. The number of lags is
/// chosen by AIC as in R's <c>forecast::ocsb.test</c>, the critical value is its smoothed simulation.</remarks>
public readonly record struct OcsbTest(double Statistic, double Critical, int Lag)
{
    private const int MostLags = 3;

    /// <summary>Whether the series needs a seasonal difference.</summary>
    public bool NeedsDifference => Statistic > Critical;

    /// <summary>Tests a series.</summary>
    /// <param name="series">Finite values, oldest first, some seasons of them.</param>
    /// <param name="period">Steps in one season, at least 2.</param>
    /// <returns>A statistic of NaN when the series is too short or too regular for the regression.</returns>
    public static OcsbTest Of(ReadOnlySpan<double> series, int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        double critical = CriticalValue(period);
        if (series.Length < (2 * period) + (2 * MostLags) + 6)
        {
            return new OcsbTest(double.NaN, critical, 0);
        }

        double[] values = series.ToArray();
        double[] scores = [.. Enumerable.Range(1, MostLags).Select(lag => Aic(Fit(values, period, lag, MostLags)))];

        // As in R: the index of the best score counts from zero lags, although the scores start at one.
        int chosen = Math.Max(0, TensorPrimitives.IndexOfMin<double>(scores));
        OrdinaryLeastSquares fit = Fit(values, period, chosen, chosen);

        return new OcsbTest(fit.Coefficients[^1] / fit.StandardError(chosen + 1), critical, chosen);
    }

    private static double CriticalValue(int period)
    {
        double x = Math.Log(period) - 0.7656451;

        return (-0.2937411 * Math.Exp((-0.2850853 * x) - (0.05983644 * x * x))) - 1.652202;
    }

    private static double Aic(OrdinaryLeastSquares fit) =>
        (fit.Residuals.Length * Math.Log(fit.SumOfSquares / fit.Residuals.Length)) + (2 * fit.Coefficients.Length);

    // Columns: lags of the doubly differenced series, then the two level terms, all filtered by its autoregression.
    private static OrdinaryLeastSquares Fit(double[] values, int period, int lag, int skipped)
    {
        double[] seasonal = Lagged(values, period);
        double[] plain = Lagged(values, 1);
        double[] both = Lagged(seasonal, 1);
        int start = period + 1 + skipped;
        int count = values.Length - start;
        double[] target = both[^count..];
        double[][] lags = [.. Enumerable.Range(1, lag).Select(back => both[^(count + back)..^back])];
        double[] filter = lag == 0 ? [] : OrdinaryLeastSquares.Fit(target, lags).Coefficients;
        double[] level = Filtered(seasonal, filter)[^(count + 1)..^1];
        double[] season = Filtered(plain, filter)[^(count + period)..^period];

        return OrdinaryLeastSquares.Fit(target, [.. lags, level, season]);
    }

    private static double[] Lagged(double[] values, int lag)
    {
        double[] differences = new double[values.Length - lag];
        TensorPrimitives.Subtract(values.AsSpan(lag), values.AsSpan(0, differences.Length), differences);

        return differences;
    }

    private static double[] Filtered(double[] values, double[] coefficients)
    {
        double[] filtered = values[coefficients.Length..];
        for (int lag = 1; lag <= coefficients.Length; lag++)
        {
            ReadOnlySpan<double> earlier = values.AsSpan(coefficients.Length - lag, filtered.Length);
            TensorPrimitives.MultiplyAdd(earlier, -coefficients[lag - 1], filtered, filtered);
        }

        return filtered;
    }
}
