using Vireo.Forecasting.Intervals;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting;

/// <summary>Forecasts one series from an array, with intervals: what the command line does.</summary>
public static class SeriesForecast
{
    /// <summary>Values beyond this are gaps: nothing could be computed with them.</summary>
    public const double Largest = 1e150;

    /// <summary>Fits and forecasts.</summary>
    /// <param name="series">Evenly spaced, oldest first; NaN or an infinity marks a gap.</param>
    /// <param name="request">What is wanted.</param>
    /// <exception cref="ArgumentException">The series holds no finite value, or the request is out of range.</exception>
    /// <remarks>Bounds are quantiles of out-of-sample errors on the newest third of the series. A series without negative
    /// values gets none forecast. Values beyond ±1e150 are gaps: nothing could be computed with them. Global models are
    /// better trained on many series: see <see cref="SeriesBatch"/>.</remarks>
    public static SeriesForecastResult Run(ReadOnlySpan<double> series, SeriesForecastRequest request) =>
        Run(series, request, SharedModels.None, ModelPrior.None);

    /// <summary>Fits and forecasts with what is known of other series.</summary>
    internal static SeriesForecastResult Run(
        ReadOnlySpan<double> series, SeriesForecastRequest request, SharedModels shared, ModelPrior prior)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Horizon);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Horizon, SeriesForecastRequest.LongestHorizon);
        double[] history = Usable(series);
        SelectionSettings settings = Settings(history.Length, request, shared, prior);
        CalibratedModel model = request.Model == ModelNames.Auto
            ? ModelSelector.Select(history, settings).Model
            : Named(request.Model, history, settings);

        return Describe(model, history, request);
    }

    /// <summary>Only tries the models, to learn from it for other series.</summary>
    internal static IEnumerable<ModelTrial> Try(
        ReadOnlySpan<double> series, SeriesForecastRequest request, SharedModels shared)
    {
        double[] history = Usable(series);

        return ModelSelector.Try(history, Settings(history.Length, request, shared, ModelPrior.None));
    }

    /// <summary>Whether there is anything to forecast from.</summary>
    internal static bool HasValue(ReadOnlySpan<double> series) => series.ContainsAnyInRange(-Largest, Largest);

    private static SelectionSettings Settings(
        int length, SeriesForecastRequest request, SharedModels shared, ModelPrior prior) => new(
        [.. request.Seasons.Where(season => season > 1).Order()],
        new HorizonKnots(Math.Clamp(request.Horizon, 1, Math.Max(1, length / 4))),
        Effort.Thorough,
        shared,
        prior);

    private static CalibratedModel Named(string name, double[] history, SelectionSettings settings)
    {
        IForecastModel model = ModelCatalog.Create(name, settings.Seasons, settings.Shared);
        CalibratedModel calibrated = ModelSelector.Walk(model, history, settings.Knots).Calibrated;
        calibrated.Refit(history);

        return calibrated;
    }

    private static SeriesForecastResult Describe(
        CalibratedModel model, double[] history, SeriesForecastRequest request)
    {
        double floor = history.Min(value => double.IsNaN(value) ? double.PositiveInfinity : value) < 0
            ? double.NegativeInfinity
            : 0;
        double[] mean = new double[request.Horizon];
        model.Model.Forecast(mean);
        Clamp(mean, floor);

        return new(
            model.Model.Name,
            mean,
            [.. request.Coverages.Select(coverage => Bound(model, mean, (1 - coverage) / 2, floor))],
            [.. request.Coverages.Select(coverage => Bound(model, mean, (1 + coverage) / 2, floor))]);
    }

    private static double[] Bound(CalibratedModel model, double[] mean, double level, double floor)
    {
        double[] bound = new double[mean.Length];
        model.Intervals.Offsets(level, bound);
        for (int step = 0; step < bound.Length; step++)
        {
            bound[step] += mean[step];
        }

        Clamp(bound, floor);

        return bound;
    }

    private static double[] Usable(ReadOnlySpan<double> series)
    {
        double[] history = series.ToArray();
        bool hasValue = false;
        for (int i = 0; i < history.Length; i++)
        {
            bool isUsable = Math.Abs(history[i]) <= Largest;
            history[i] = isUsable ? history[i] : double.NaN;
            hasValue |= isUsable;
        }

        return hasValue
            ? history
            : throw new ArgumentException("The series holds no finite value, so nothing can be forecast.", nameof(series));
    }

    private static void Clamp(double[] values, double floor)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Math.Max(values[i], floor);
        }
    }
}
