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
    /// <remarks>Bounds are quantiles of out-of-sample errors on the newest third of the series, and the forecast is
    /// always between them, and they end where the series could hardly get (<see cref="ReachableValues"/>). Values that
    /// cannot belong to the series (<see cref="Strays"/>) are gaps. A series without
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
        CheckThereIsOne(series);
        SeriesModel model = ModelFor(request, fleet);
        model.Fit(series);

        return Describe(model, ReachableValues.After(ScaledHistory.Of(series).Values), request, fleet.Widths);
    }

    /// <summary>Only lets the candidates walk: what they show is learned from before anything is chosen.</summary>
    internal static WalkedSeries Walk(ReadOnlySpan<double> series, SeriesForecastRequest request, FleetKnowledge fleet)
    {
        CheckThereIsOne(series);
        var history = ScaledHistory.Of(series);
        SelectionSettings settings = ModelFor(request, fleet).SettingsFor(history.Values.Length);

        return new WalkedSeries(history, settings, ModelSelector.WalkAll(history.Values, settings));
    }

    /// <summary>Chooses and forecasts after the walk, with what was learned meanwhile.</summary>
    internal static SeriesForecastResult Finish(WalkedSeries walked, SeriesForecastRequest request, FleetKnowledge fleet)
    {
        SelectionSettings settings = walked.Settings with { Prior = fleet.Prior };
        SeriesModel model = ModelFor(request, fleet);
        model.Take(walked.History, ModelSelector.Choose(walked.History.Values, walked.Trials, settings));

        return Describe(model, ReachableValues.After(walked.History.Values), request, fleet.Widths);
    }

    /// <summary>Whether there is anything to forecast from.</summary>
    /// <param name="series">NaN, an infinity or a value beyond ±<see cref="Largest"/> is a gap.</param>
    public static bool HasValue(ReadOnlySpan<double> series) => series.ContainsAnyInRange(-Largest, Largest);

    /// <summary>Where values lie that cannot belong to the series, ascending; they count as gaps. Usually
    /// nowhere.</summary>
    /// <param name="series">Oldest first; NaN or an infinity marks a gap.</param>
    /// <remarks>Further than a thousand times the usual spread from the median, one or two in a row, at most twice, with
    /// ordinary values before and after.</remarks>
    public static IReadOnlyList<int> Strays(ReadOnlySpan<double> series)
    {
        double[] values = [.. series.ToArray().Select(value => IsUsable(value) ? value : double.NaN)];

        return StrayValues.In(values);
    }

    /// <summary>Whether a value can be computed with; what cannot is a gap.</summary>
    internal static bool IsUsable(double value) => Math.Abs(value) <= Largest;

    private static SeriesModel ModelFor(SeriesForecastRequest request, FleetKnowledge fleet) =>
        new(request.Model, request.Seasons, request.Horizon, fleet);

    private static SeriesForecastResult Describe(
        SeriesModel model, ReachableValues reach, SeriesForecastRequest request, FleetWidths widths)
    {
        double floor = model.Facts.Floor;
        double[] mean = new double[request.Horizon];
        model.Calibrated.Model.Forecast(mean);
        Clamp(mean, floor);
        bool[] isAssumed = [.. request.Coverages.Select(coverage => AssumedSpread.IsNeeded(model.Facts, coverage))];
        double[] Side(int i, double level) =>
            isAssumed[i] ? Assumed(mean, level, floor) : Bound(model.Calibrated, mean, level, floor, i, widths);
        double[][] lower = [.. request.Coverages.Select((coverage, i) => Side(i, (1 - coverage) / 2))];
        double[][] upper = [.. request.Coverages.Select((coverage, i) => Side(i, (1 + coverage) / 2))];
        reach.Limit(mean, [.. lower, .. upper]);
        Nest(request, lower, upper);
        foreach (double[] values in (double[][])[mean, .. lower, .. upper])
        {
            model.Unit.Leave(values);
        }

        string name = isAssumed.Contains(true) ? model.Chosen + AssumedSpread.Suffix : model.Chosen;

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
            double stretched = widths.Apply(coverage, mean[step], mean[step] + bound[step]);

            // Where a model lags behind a series that rises, both ends of what its errors say lie above its forecast.
            bound[step] = level < 0.5 ? Math.Min(stretched, mean[step]) : Math.Max(stretched, mean[step]);
        }

        Clamp(bound, floor);

        return bound;
    }

    private static void CheckThereIsOne(ReadOnlySpan<double> series)
    {
        if (!HasValue(series))
        {
            throw new ArgumentException("The series holds no finite value, so nothing can be forecast.", nameof(series));
        }
    }

    private static void Clamp(double[] values, double floor)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Math.Max(values[i], floor);
        }
    }
}
