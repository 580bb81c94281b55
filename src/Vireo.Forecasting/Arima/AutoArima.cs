using Vireo.Forecasting.Statistics;

namespace Vireo.Forecasting.Arima;

/// <summary>Chooses the order of an ARIMA model: differences by tests, the rest by a stepwise search on AICc.</summary>
/// <remarks>Hyndman and Khandakar (2008), "Automatic time series forecasting: the forecast package for R", J.
/// Statistical Software 27(3), with the rules of R's <c>auto.arima</c>. It differs in three things: the likelihood is
/// climbed from several starts; where the best approximated candidate turns out to have a root near one, it is kept
/// inside the safe region when that is likelier than what R goes on to; and a walk over exact fits looks at a few small
/// models more before it ends.</remarks>
public static class AutoArima
{
    /// <summary>Chooses and fits.</summary>
    /// <param name="series">Evenly spaced, oldest first, at least one finite value; what is not finite is a
    /// gap.</param>
    /// <param name="period">Steps in one season; 1 for none.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    /// <param name="regressors">External regressors, each as long as the series and finite; may be null.</param>
    /// <exception cref="ArgumentException">The series has no finite value, or a regressor has another
    /// length.</exception>
    /// <remarks>About 50 ms for 900 hourly values with period 24, 3 ms for 288 values without season. A constant
    /// series, or one that differencing makes constant, gets no ARMA terms.</remarks>
    public static AutoArimaResult Select(
        ReadOnlySpan<double> series,
        int period = 1,
        AutoArimaOptions? options = null,
        IReadOnlyList<double[]>? regressors = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(period);
        int lead = series.IndexOfAnyInRange(double.MinValue, double.MaxValue);
        if (lead < 0)
        {
            throw new ArgumentException("The series has no finite value. Give at least one.", nameof(series));
        }

        IReadOnlyList<double[]> columns = regressors ?? [];
        int length = series.Length;
        if (columns.Any(column => column.Length != length))
        {
            throw new ArgumentException($"A regressor must have {length} values, as the series.", nameof(regressors));
        }

        double[] known = series[lead..].ToArray();
        double[][] knownColumns = [.. columns.Select(column => column[lead..])];
        AutoArimaOptions bounds = options ?? new AutoArimaOptions();
        double[] tested = knownColumns.Length == 0 ? known : WithoutRegressors(known, knownColumns);
        (int differences, int seasonal) = DifferencesFor(tested, period, bounds);
        var order = new ArimaOrder(0, differences, 0, 0, seasonal, 0, period);

        return new ArimaSearch(known, knownColumns, order, bounds).Run();
    }

    private static (int Differences, int Seasonal) DifferencesFor(
        double[] series, int period, AutoArimaOptions bounds)
    {
        int observed = series.Count(double.IsFinite);
        int seasonal = bounds.SeasonalDifferences ?? SeasonalUnitRoots.DifferencesNeeded(series, period);
        seasonal = period > 1 && observed > (period * seasonal) + 1 ? seasonal : 0;
        double[] differenced = (double[])series.Clone();
        var order = new ArimaOrder(0, 0, 0, 0, seasonal, 0, period);
        Differencing.Apply(differenced, order);
        ReadOnlySpan<double> rest = differenced.AsSpan(order.LostValues);
        if (rest.IndexOfAnyInRange(double.MinValue, double.MaxValue) < 0)
        {
            return (bounds.Differences ?? UnitRoots.DifferencesNeeded(series), 0);
        }

        return (bounds.Differences ?? UnitRoots.DifferencesNeeded(rest), seasonal);
    }

    private static double[] WithoutRegressors(double[] series, double[][] regressors)
    {
        int[] known = [.. Enumerable.Range(0, series.Length).Where(t => double.IsFinite(series[t]))];
        if (known.Length <= regressors.Length + 1)
        {
            return series;
        }

        double[] target = [.. known.Select(t => series[t])];
        double[][] columns =
        [
            [.. known.Select(_ => 1.0)],
            .. regressors.Select(column => known.Select(t => column[t]).ToArray()),
        ];
        double[] residuals = OrdinaryLeastSquares.Fit(target, columns).Residuals;
        double[] rest = new double[series.Length];
        Array.Fill(rest, double.NaN);
        for (int i = 0; i < known.Length; i++)
        {
            rest[known[i]] = residuals[i];
        }

        return Array.Exists(residuals, value => !double.IsFinite(value)) ? series : rest;
    }
}
