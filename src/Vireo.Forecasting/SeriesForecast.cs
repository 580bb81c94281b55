using System.Numerics.Tensors;
using Vireo.Forecasting.Intervals;
using Vireo.Forecasting.Selection;
using Vireo.Forecasting.Statistics;

namespace Vireo.Forecasting;

/// <summary>Forecasts one series from an array, with intervals: what the command line does.</summary>
public static class SeriesForecast
{
    /// <summary>Values beyond this are gaps: nothing could be computed with them.</summary>
    public const double Largest = 1e150;

    /// <summary>Fits and forecasts.</summary>
    /// <param name="series">Evenly spaced, oldest first; NaN or an infinity marks a gap.</param>
    /// <param name="request">What is wanted.</param>
    /// <exception cref="ArgumentException">The series holds no finite value, or the request is out of
    /// range.</exception>
    /// <remarks>Bounds are quantiles of out-of-sample errors on the newest third of the series. A series without
    /// negative values gets none forecast. Where all values are equal and too few to promise a coverage, its bounds are
    /// assumed (<see cref="AssumedSpread"/>) and the model's name ends in <c>-assumed</c>. Values beyond ±1e150 are
    /// gaps: nothing could be computed with them. Very large and very small series are forecast in a unit of their own.
    /// Global models are better trained on many series: see <see cref="SeriesBatch"/>.</remarks>
    public static SeriesForecastResult Run(ReadOnlySpan<double> series, SeriesForecastRequest request) =>
        Run(series, request, FleetKnowledge.None);

    /// <summary>Fits and forecasts with what is known of other series.</summary>
    internal static SeriesForecastResult Run(
        ReadOnlySpan<double> series, SeriesForecastRequest request, FleetKnowledge fleet)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Horizon);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Horizon, SeriesForecastRequest.LongestHorizon);
        double[] history = Usable(series);
        var unit = BinaryUnit.Of(history);
        unit.Enter(history);
        SelectionSettings settings = Settings(history.Length, request, fleet);
        CalibratedModel model = request.Model == ModelNames.Auto
            ? ModelSelector.Select(history, settings).Model
            : Named(request.Model, history, settings);

        return Describe(model, history, unit, request, fleet.Widths);
    }

    /// <summary>Only lets the candidates walk: what they show is learned from before anything is chosen.</summary>
    internal static WalkedSeries Walk(ReadOnlySpan<double> series, SeriesForecastRequest request, FleetKnowledge fleet)
    {
        double[] history = Usable(series);
        var unit = BinaryUnit.Of(history);
        unit.Enter(history);
        SelectionSettings settings = Settings(history.Length, request, fleet);

        return new WalkedSeries(history, unit, settings, ModelSelector.WalkAll(history, settings));
    }

    /// <summary>Chooses and forecasts after the walk, with what was learned meanwhile.</summary>
    internal static SeriesForecastResult Finish(WalkedSeries walked, SeriesForecastRequest request, FleetKnowledge fleet)
    {
        SelectionSettings settings = walked.Settings with { Prior = fleet.Prior };
        SelectedModel selected = ModelSelector.Choose(walked.History, walked.Trials, settings);

        return Describe(selected.Model, walked.History, walked.Unit, request, fleet.Widths);
    }

    /// <summary>Whether there is anything to forecast from.</summary>
    /// <param name="series">NaN, an infinity or a value beyond ±<see cref="Largest"/> is a gap.</param>
    public static bool HasValue(ReadOnlySpan<double> series) => series.ContainsAnyInRange(-Largest, Largest);

    private static SelectionSettings Settings(int length, SeriesForecastRequest request, FleetKnowledge fleet) => new(
        [.. request.Seasons.Where(season => season > 1).Order()],
        new HorizonKnots(Math.Clamp(request.Horizon, 1, Math.Max(1, length / 4))),
        fleet.Effort,
        fleet.Judged,
        fleet.Shared,
        fleet.Prior);

    private static CalibratedModel Named(string name, double[] history, SelectionSettings settings)
    {
        IForecastModel model = ModelCatalog.Create(name, settings.Seasons, settings.Judged);
        CalibratedModel walked = ModelSelector.Walk(model, history, settings.Knots, settings.Effort).Calibrated;
        CalibratedModel calibrated = ModelSelector.Renewed(walked, settings);
        calibrated.Refit(history);

        return calibrated;
    }

    private static SeriesForecastResult Describe(
        CalibratedModel model, double[] history, BinaryUnit unit, SeriesForecastRequest request, FleetWidths widths)
    {
        double floor = history.Min(value => double.IsNaN(value) ? double.PositiveInfinity : value) < 0
            ? double.NegativeInfinity
            : 0;
        double[] mean = new double[request.Horizon];
        model.Model.Forecast(mean);
        Clamp(mean, floor);
        bool[] isAssumed = [.. request.Coverages.Select(coverage => AssumedSpread.IsNeeded(history, coverage))];
        double[] Side(int i, double level) => isAssumed[i] ? Assumed(mean, level, floor) : Bound(model, mean, level, floor, i, widths);
        double[][] lower = [.. request.Coverages.Select((coverage, i) => Side(i, (1 - coverage) / 2))];
        double[][] upper = [.. request.Coverages.Select((coverage, i) => Side(i, (1 + coverage) / 2))];
        Nest(request, lower, upper);
        foreach (double[] values in (double[][])[mean, .. lower, .. upper])
        {
            unit.Leave(values);
        }

        string name = model.Model is IFallback { InPlace: { } simpler } ? $"{model.Model.Name}-as-{simpler}" : model.Model.Name;
        name = isAssumed.Contains(true) ? name + AssumedSpread.Suffix : name;

        return new(name, mean, [.. lower], [.. upper]);
    }

    private static double[] Assumed(double[] mean, double level, double floor)
    {
        double[] bound = [.. mean.Select((centre, step) => centre + AssumedSpread.Offset(centre, level, step + 1))];
        Clamp(bound, floor);

        return bound;
    }

    // Each coverage is stretched by a factor of its own, so that a wider interval could end inside a narrower one.
    private static void Nest(SeriesForecastRequest request, double[][] lower, double[][] upper)
    {
        int[] narrowFirst = [.. Enumerable.Range(0, lower.Length).OrderBy(i => request.Coverages[i])];
        foreach ((int inner, int outer) in narrowFirst.Zip(narrowFirst.Skip(1)))
        {
            TensorPrimitives.Min(lower[outer], lower[inner], lower[outer]);
            TensorPrimitives.Max(upper[outer], upper[inner], upper[outer]);
        }
    }

    private static double[] Bound(
        CalibratedModel model, double[] mean, double level, double floor, int coverage, FleetWidths widths)
    {
        double[] bound = new double[mean.Length];
        model.Intervals.Offsets(level, bound);
        for (int step = 0; step < bound.Length; step++)
        {
            bound[step] = widths.Apply(coverage, mean[step], mean[step] + bound[step]);
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
