using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Selection;

/// <summary>A model, its forecast from the newest value, and the intervals around it; moved together.</summary>
internal sealed class CalibratedModel
{
    private const int ShortPath = 64;
    private static readonly double[] SpreadLevels = [0.025, 0.1, 0.5, 0.9, 0.975];
    private readonly HorizonKnots _knots;
    private readonly IForecastModel? _spread;
    private readonly double[] _path;
    private readonly double[] _quantiles;

    /// <summary>Takes a model whose intervals are not known yet.</summary>
    public CalibratedModel(IPathModel model, HorizonKnots knots)
        : this(model, knots, new IntervalCalibrator(knots))
    {
    }

    /// <summary>Takes a model with intervals measured before.</summary>
    public CalibratedModel(IPathModel model, HorizonKnots knots, IntervalCalibrator intervals)
    {
        _knots = knots;
        Model = model;
        Intervals = intervals;
        _spread = model is EnsembleModel ensemble ? ensemble.Spread : model as IForecastModel;
        _path = new double[knots.Horizon];
        AtKnots = new double[knots.Steps.Length];
        Spread = _spread is null ? null : new KnotSpread(knots.Steps.Length);
        _quantiles = _spread is null ? [] : new double[SpreadLevels.Length * knots.Horizon];
    }

    public IPathModel Model { get; }

    public IntervalCalibrator Intervals { get; }

    /// <summary>The newest forecast at the knots of the horizon.</summary>
    public double[] AtKnots { get; }

    /// <summary>What the model itself knows of its spread; null when it knows none.</summary>
    public KnotSpread? Spread { get; }

    /// <summary>Forecasts from the state as fitted.</summary>
    public void Start()
    {
        Look();
        Intervals.Expect(AtKnots, Spread);
    }

    /// <summary>Learns one value, or a gap, and forecasts anew. Allocates nothing once the error samples are
    /// full.</summary>
    public void Step(double value)
    {
        Intervals.Settle(value);
        Model.Update(value);
        Look();
        Intervals.Expect(AtKnots, Spread);
    }

    /// <summary>Learns one value, or a gap, without a forecast.</summary>
    public void Pass(double value)
    {
        Intervals.Settle(value);
        Model.Update(value);
        Intervals.Skip();
    }

    /// <summary>Writes the quantiles of the coming values, level-major, each within the bounds.</summary>
    /// <param name="levels">Ascending; so are the quantiles of each step.</param>
    /// <param name="skip">Steps already past since the newest value.</param>
    /// <param name="bounds">What is physically possible.</param>
    /// <param name="quantiles">A row of equal length for each level.</param>
    public void Quantiles(ReadOnlySpan<double> levels, int skip, DemandBounds bounds, Span<float> quantiles)
    {
        int steps = quantiles.Length / levels.Length;
        int length = skip + steps;
        Span<double> path = length <= ShortPath ? stackalloc double[ShortPath] : new double[length];
        Span<double> offsets = length <= ShortPath ? stackalloc double[ShortPath] : new double[length];
        path = path[..length];
        offsets = offsets[..length];
        Model.Forecast(path);
        for (int level = 0; level < levels.Length; level++)
        {
            Intervals.Offsets(levels[level], offsets);
            Span<float> row = quantiles.Slice(level * steps, steps);
            for (int step = 0; step < steps; step++)
            {
                row[step] = (float)bounds.Clamp(path[skip + step] + offsets[skip + step]);
            }
        }
    }

    /// <summary>Fits the model to everything; the intervals keep the errors made before it had seen it.</summary>
    public void Refit(ReadOnlySpan<double> history)
    {
        Model.Fit(history);
        Look();
        Intervals.Replace(AtKnots, Spread);
    }

    private void Look()
    {
        Model.Forecast(_path);
        for (int knot = 0; knot < AtKnots.Length; knot++)
        {
            AtKnots[knot] = _path[_knots.Steps[knot] - 1];
        }

        if (_spread is not null && Spread is not null)
        {
            LookAtSpread(_spread, Spread);
        }
    }

    private void LookAtSpread(IForecastModel model, KnotSpread spread)
    {
        int horizon = _knots.Horizon;
        model.Forecast(SpreadLevels, horizon, _quantiles);
        for (int knot = 0; knot < AtKnots.Length; knot++)
        {
            int step = _knots.Steps[knot] - 1;
            spread.Set(knot, (
                _quantiles[step], _quantiles[horizon + step], _quantiles[(2 * horizon) + step],
                _quantiles[(3 * horizon) + step], _quantiles[(4 * horizon) + step]));
        }
    }
}
