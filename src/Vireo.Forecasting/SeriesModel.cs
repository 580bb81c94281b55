using System.Collections.Immutable;
using Vireo.Forecasting.Intervals;
using Vireo.Forecasting.Lstm;
using Vireo.Forecasting.Selection;
using Vireo.Forecasting.Statistics;

namespace Vireo.Forecasting;

/// <summary>One series kept warm: any model, or the choice among all, with calibrated quantiles around it.</summary>
/// <remarks>Fitting walks a rolling origin through the newest third of the history (at most 288 steps), which is where
/// the first intervals come from, and then fits to everything. Each <see cref="Update"/> moves the model's state, settles
/// the forecasts that were made for the value, and adapts the intervals (see <see cref="IntervalCalibrator"/>): the cost
/// does not depend on the history, and nothing is refitted; to refit, call <see cref="Fit"/> again. A series without
/// negative values gets none forecast. Where all values were equal and too few to promise a coverage, its quantiles are
/// assumed (<see cref="AssumedSpread"/>). Very large and very small series are forecast in a unit of their own. Not
/// thread-safe; deterministic.</remarks>
public sealed class SeriesModel : IForecastModel
{
    private const int ShortPath = 64;

    /// <summary>An update beyond so many units (about 1e30) of what was fitted is a gap until the next fit: errors are
    /// kept in single precision.</summary>
    private static readonly double LargestUpdate = Math.ScaleB(1, 100);

    private readonly ImmutableArray<int> _seasons;
    private readonly int _horizon;
    private readonly FleetKnowledge _fleet;
    private readonly IPathModel? _own;

    /// <summary>Creates a model by name; it knows nothing until it is fitted or updated.</summary>
    /// <param name="name">One of <see cref="ModelCatalog.Names"/>, or <see cref="ModelNames.Auto"/> for the choice among
    /// them by rolling-origin error and interval score.</param>
    /// <param name="seasons">Season lengths in steps; empty or [1] for none.</param>
    /// <param name="horizon">Steps ahead for which errors are measured; beyond, quantiles widen with the root of the
    /// distance. A history shorter than four horizons is judged on a shorter one.</param>
    /// <exception cref="ArgumentException">No model has that name, or the horizon is out of range.</exception>
    public SeriesModel(string name, ImmutableArray<int> seasons, int horizon)
        : this(name, seasons, horizon, FleetKnowledge.None)
    {
    }

    /// <summary>Puts calibrated quantiles around a model of one's own.</summary>
    /// <param name="model">Fitted and updated through this one from now on.</param>
    /// <param name="horizon">Steps ahead for which errors are measured.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is out of range.</exception>
    public SeriesModel(IPathModel model, int horizon)
        : this(model.Name, [], horizon, FleetKnowledge.None, model)
    {
    }

    /// <summary>Creates a model that knows of other series.</summary>
    internal SeriesModel(
        string name, ImmutableArray<int> seasons, int horizon, FleetKnowledge fleet, IPathModel? own = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(horizon, SeriesForecastRequest.LongestHorizon);
        Name = name;
        _seasons = [.. seasons.Where(season => season > 1).Distinct().Order()];
        _horizon = horizon;
        _fleet = fleet;
        _own = own;
        Fit([]);
    }

    /// <summary>The name it was made with.</summary>
    public string Name { get; }

    /// <summary>What forecasts: the model asked for, the choice or mean of several (<c>gbm+ses</c>), or
    /// <c>MODEL-as-SIMPLER</c> where the history is too short for it.</summary>
    public string Chosen => Calibrated.Model is IFallback { InPlace: { } simpler }
        ? $"{Calibrated.Model.Name}-as-{simpler}"
        : Calibrated.Model.Name;

    /// <summary>What <see cref="ModelNames.Auto"/> tried at the last fit and why it was chosen or left out; else
    /// empty.</summary>
    public ImmutableArray<ModelTrial> Trials { get; private set; } = [];

    /// <summary>Mean absolute error over the horizon, out of sample, recent ones most, in the unit of the series; NaN
    /// before the first.</summary>
    public double Error => Math.ScaleB(Calibrated.Intervals.Error, Unit.Exponent);

    /// <summary>Naive's, on the same forecasts.</summary>
    public double NaiveError => Math.ScaleB(Calibrated.Intervals.NaiveError, Unit.Exponent);

    /// <summary>Share of values inside the central 80 % interval that was promised for them; NaN before the
    /// first.</summary>
    public double Coverage => Calibrated.Intervals.Coverage;

    internal CalibratedModel Calibrated { get; private set; } = null!;

    internal BinaryUnit Unit { get; private set; }

    internal SeriesFacts Facts { get; private set; }

    /// <inheritdoc/>
    /// <remarks>Infinities and values beyond ±<see cref="SeriesForecast.Largest"/> are gaps.</remarks>
    public void Fit(ReadOnlySpan<double> history)
    {
        var scaled = ScaledHistory.Of(history);
        SelectionSettings settings = SettingsFor(scaled.Values.Length);
        if (Name == ModelNames.Auto && scaled.Values.Length > 0)
        {
            Take(scaled, ModelSelector.Select(scaled.Values, settings));
        }
        else
        {
            Take(scaled, new SelectedModel(Walked(scaled.Values, settings), []));
        }
    }

    /// <inheritdoc/>
    /// <remarks>An infinity, or a value some thirty orders of magnitude beyond what was fitted, is a gap.</remarks>
    public void Update(double value)
    {
        if (Facts.Count == 0)
        {
            Unit = BinaryUnit.Of([SeriesForecast.IsUsable(value) ? value : double.NaN]);
        }

        double scaled = Math.ScaleB(value, -Unit.Exponent);
        scaled = SeriesForecast.IsUsable(value) && Math.Abs(scaled) <= LargestUpdate ? scaled : double.NaN;
        Facts = Facts.Next(scaled);
        Calibrated.Step(scaled);
    }

    /// <inheritdoc/>
    public void Forecast(Span<double> path)
    {
        Calibrated.Model.Forecast(path);
        Leave(path);
    }

    /// <inheritdoc/>
    public void Forecast(ReadOnlySpan<double> levels, int steps, Span<double> quantiles)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNotEqual(quantiles.Length, levels.Length * steps);
        QuantileCurve.Check(levels);
        Span<double> path = steps <= ShortPath ? stackalloc double[steps] : new double[steps];
        Calibrated.Model.Forecast(path);
        for (int level = 0; level < levels.Length; level++)
        {
            Span<double> row = quantiles.Slice(level * steps, steps);
            Offsets(levels[level], path, row);
            for (int step = 0; step < steps; step++)
            {
                row[step] += path[step];
            }
        }

        Leave(quantiles);
    }

    /// <summary>What a choice has to know of a history of a length.</summary>
    internal SelectionSettings SettingsFor(int length) => new(
        [.. _seasons],
        new HorizonKnots(Math.Clamp(_horizon, 1, Math.Max(1, length / 4))),
        _fleet.Effort,
        _fleet.Judged,
        _fleet.Shared,
        _fleet.Prior);

    /// <summary>Takes over a choice that was made elsewhere.</summary>
    internal void Take(ScaledHistory history, SelectedModel selected)
    {
        Unit = history.Unit;
        Facts = SeriesFacts.Of(history.Values);
        Calibrated = selected.Model;
        Trials = selected.Trials;
    }

    private CalibratedModel Walked(double[] history, SelectionSettings settings)
    {
        string name = Name == ModelNames.Auto ? ModelNames.Naive : Name;
        IPathModel model = _own ?? ModelCatalog.CreatePath(name, settings.Seasons, settings.Judged);
        CalibratedModel walked = ModelSelector.Walk(model, history, settings.Knots, settings.Effort).Calibrated;
        CalibratedModel calibrated = _own is null ? ModelSelector.Renewed(walked, settings) : walked;
        calibrated.Refit(history);

        return calibrated;
    }

    private void Offsets(double level, ReadOnlySpan<double> path, Span<double> offsets)
    {
        if (!AssumedSpread.IsNeeded(Facts, Math.Abs((2 * level) - 1)))
        {
            Calibrated.Intervals.Offsets(level, offsets);

            return;
        }

        for (int step = 0; step < offsets.Length; step++)
        {
            offsets[step] = AssumedSpread.Offset(path[step], level, step + 1);
        }
    }

    private void Leave(Span<double> values)
    {
        foreach (ref double value in values)
        {
            value = Math.Max(value, Facts.Floor);
        }

        Unit.Leave(values);
    }
}
