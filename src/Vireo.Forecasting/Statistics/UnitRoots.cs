using System.Numerics.Tensors;

namespace Vireo.Forecasting.Statistics;

/// <summary>Unit root tests and the number of differences that they ask for.</summary>
/// <remarks>Statistics and defaults as in R's <c>urca</c> and <c>forecast::ndiffs</c>. Gaps are closed up before testing, as
/// there. P values are interpolated between tabulated ones and cut off at the ends of the table.</remarks>
public static class UnitRoots
{
    private const double Level = 0.05;
    private static readonly double[] KpssValues = [0.347, 0.463, 0.574, 0.739];
    private static readonly double[] KpssLevels = [0.1, 0.05, 0.025, 0.01];
    private static readonly double[] TauLevels = [0.01, 0.05, 0.1];

    /// <summary>The KPSS statistic: large when the series is not stationary around a level or a line.</summary>
    /// <param name="series">Finite values, oldest first.</param>
    /// <param name="hasTrend">Whether a line rather than a level is taken out.</param>
    /// <param name="lags">Bartlett lags of the long-run variance; negative for trunc(3·√n/13).</param>
    /// <remarks>Kwiatkowski, Phillips, Schmidt and Shin (1992), J. Econometrics 54.</remarks>
    public static double Kpss(ReadOnlySpan<double> series, bool hasTrend = false, int lags = -1)
    {
        int n = series.Length;
        double[] residuals = Detrended(series, hasTrend);
        double sum = 0;
        double squares = 0;
        foreach (double residual in residuals)
        {
            sum += residual;
            squares += sum * sum;
        }

        return squares / n / n / LongRunVariance(residuals, lags < 0 ? DefaultLags(n) : lags);
    }

    /// <summary>The Dickey-Fuller t statistic of the regression with a constant: small when there is no unit root.</summary>
    /// <param name="series">Finite values, oldest first.</param>
    /// <param name="lags">Lagged differences in the regression.</param>
    /// <remarks>Said and Dickey (1984), Biometrika 71.</remarks>
    public static double DickeyFuller(ReadOnlySpan<double> series, int lags = 1)
    {
        double[] differences = Differences(series);
        int count = differences.Length - lags;
        double[][] columns = new double[2 + lags][];
        columns[0] = [.. Enumerable.Repeat(1.0, count)];
        columns[1] = series.Slice(lags, count).ToArray();
        for (int lag = 1; lag <= lags; lag++)
        {
            columns[1 + lag] = differences[(lags - lag)..^lag];
        }

        var fit = OrdinaryLeastSquares.Fit(differences.AsSpan(lags), columns);

        return fit.Coefficients[1] / fit.StandardError(1);
    }

    /// <summary>The Phillips-Perron Z-tau statistic with a constant: small when there is no unit root.</summary>
    /// <param name="series">Finite values, oldest first.</param>
    /// <param name="lags">Bartlett lags of the long-run variance; negative for trunc(4·(n/100)^¼).</param>
    /// <remarks>Phillips and Perron (1988), Biometrika 75.</remarks>
    public static double PhillipsPerron(ReadOnlySpan<double> series, int lags = -1)
    {
        ReadOnlySpan<double> target = series[1..];
        int n = target.Length;
        double[] constant = [.. Enumerable.Repeat(1.0, n)];
        var fit = OrdinaryLeastSquares.Fit(target, constant, series[..n].ToArray());
        double shortRun = fit.SumOfSquares / n;
        double longRun = LongRunVariance(fit.Residuals, lags < 0 ? (int)(4 * Math.Pow(n / 100.0, 0.25)) : lags);
        double spread = TensorPrimitives.SumOfSquares<double>(Detrended(target, hasTrend: false)) / n / n;
        double tau = (fit.Coefficients[1] - 1) / fit.StandardError(1);

        return (Math.Sqrt(shortRun / longRun) * tau)
            - ((longRun - shortRun) / 2 / longRun * Math.Sqrt(longRun) / Math.Sqrt(spread));
    }

    /// <summary>How many differences make a series stationary, zero to <paramref name="most"/>.</summary>
    /// <param name="series">Oldest first; what is not finite is left out.</param>
    /// <param name="test">The test, at level 0.05.</param>
    /// <param name="most">The most that may come out.</param>
    public static int DifferencesNeeded(
        ReadOnlySpan<double> series, UnitRootTest test = UnitRootTest.Kpss, int most = 2)
    {
        double[] values = [.. series.ToArray().Where(double.IsFinite)];
        int count = 0;
        while (count < most && !IsConstant(values))
        {
            bool? more = NeedsMore(values, test);
            if (more is null)
            {
                return Math.Max(0, count - 1);
            }

            if (more is false)
            {
                break;
            }

            values = Differences(values);
            count++;
        }

        return count;
    }

    /// <summary>Whether all values are equal.</summary>
    internal static bool IsConstant(ReadOnlySpan<double> values) =>
        values.IsEmpty || !values.ContainsAnyExcept(values[0]);

    private static bool? NeedsMore(double[] values, UnitRootTest test)
    {
        int n = values.Length;
        double probability = test switch
        {
            UnitRootTest.Kpss => Interpolate(KpssValues, KpssLevels, Kpss(values)),
            _ when n < 6 => double.NaN,
            UnitRootTest.AugmentedDickeyFuller => Interpolate(DickeyFullerValues(n - 1), TauLevels, DickeyFuller(values)),
            _ => Interpolate(PhillipsPerronValues(n - 1), TauLevels, PhillipsPerron(values)),
        };
        if (double.IsNaN(probability))
        {
            return null;
        }

        return test == UnitRootTest.Kpss ? probability < Level : probability > Level;
    }

    // Critical values of Dickey and Fuller for 1, 5 and 10 %, by the size of the sample.
    private static double[] DickeyFullerValues(int n) => n switch
    {
        < 25 => [-3.75, -3.00, -2.63],
        < 50 => [-3.58, -2.93, -2.60],
        < 100 => [-3.51, -2.89, -2.58],
        < 250 => [-3.46, -2.88, -2.57],
        < 500 => [-3.44, -2.87, -2.57],
        _ => [-3.43, -2.86, -2.57],
    };

    // Response surfaces of MacKinnon (1991).
    private static double[] PhillipsPerronValues(double n) =>
    [
        -3.4335 - (5.999 / n) - (29.25 / (n * n)),
        -2.8621 - (2.738 / n) - (8.36 / (n * n)),
        -2.5671 - (1.438 / n) - (4.48 / (n * n)),
    ];

    private static double Interpolate(double[] values, double[] levels, double statistic)
    {
        if (double.IsNaN(statistic))
        {
            return double.NaN;
        }

        int above = 0;
        while (above < values.Length && values[above] < statistic)
        {
            above++;
        }

        if (above == 0 || above == values.Length)
        {
            return levels[Math.Min(above, values.Length - 1)];
        }

        double share = (statistic - values[above - 1]) / (values[above] - values[above - 1]);

        return levels[above - 1] + (share * (levels[above] - levels[above - 1]));
    }

    private static int DefaultLags(int n) => (int)(3 * Math.Sqrt(n) / 13);

    internal static double[] Detrended(ReadOnlySpan<double> series, bool hasTrend)
    {
        double mean = TensorPrimitives.Sum(series) / series.Length;
        double[] residuals = new double[series.Length];
        TensorPrimitives.Subtract(series, mean, residuals);
        if (!hasTrend)
        {
            return residuals;
        }

        double[] line = new double[series.Length];
        for (int t = 0; t < line.Length; t++)
        {
            line[t] = t - ((line.Length - 1) / 2.0);
        }

        double slope = TensorPrimitives.Dot<double>(line, residuals) / TensorPrimitives.SumOfSquares<double>(line);
        TensorPrimitives.MultiplyAdd(line, -slope, residuals, residuals);

        return residuals;
    }

    private static double LongRunVariance(ReadOnlySpan<double> residuals, int lags)
    {
        double sum = TensorPrimitives.SumOfSquares(residuals);
        for (int lag = 1; lag <= lags && lag < residuals.Length; lag++)
        {
            double weight = 1 - (lag / (lags + 1.0));
            sum += 2 * weight * TensorPrimitives.Dot(residuals[lag..], residuals[..^lag]);
        }

        return sum / residuals.Length;
    }

    private static double[] Differences(ReadOnlySpan<double> values)
    {
        double[] differences = new double[Math.Max(0, values.Length - 1)];
        if (differences.Length > 0)
        {
            TensorPrimitives.Subtract(values[1..], values[..^1], differences);
        }

        return differences;
    }
}
