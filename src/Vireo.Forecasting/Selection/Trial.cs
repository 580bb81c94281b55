using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Selection;

/// <summary>A candidate that walked through the newest part of a history: fitted to the rest, forecasting on the way.</summary>
/// <remarks>Keeps what it forecast at each step, so that mixtures can be judged without walking again.</remarks>
internal sealed class Trial
{
    private readonly float[] _forecasts;
    private readonly float[] _below;
    private readonly float[] _above;
    private readonly int _knots;

    /// <summary>Fits to the older part and walks through the rest.</summary>
    /// <param name="model">Fitted here.</param>
    /// <param name="history">Oldest first.</param>
    /// <param name="origin">Where the walk begins.</param>
    /// <param name="every">Steps between two forecasts.</param>
    /// <param name="knots">Of the horizon.</param>
    public Trial(IForecastModel model, ReadOnlySpan<double> history, int origin, int every, HorizonKnots knots)
    {
        _knots = knots.Steps.Length;
        Every = every;
        Steps = history.Length - origin;
        Calibrated = new CalibratedModel(model, knots);
        model.Fit(history[..origin]);
        Calibrated.Intervals.Prime(history[..origin]);
        int forecasts = (Steps / every) + 1;
        _forecasts = new float[forecasts * _knots];
        HasSpread = Calibrated.Below.Length > 0;
        _below = HasSpread ? new float[forecasts * _knots] : [];
        _above = HasSpread ? new float[forecasts * _knots] : [];
        Calibrated.Start();
        Keep(0);
        for (int step = 1; step <= Steps; step++)
        {
            double value = history[origin + step - 1];
            if (step % every == 0)
            {
                Calibrated.Step(value);
                Keep(step / every);
            }
            else
            {
                Calibrated.Pass(value);
            }
        }
    }

    /// <summary>The model after the walk, with the intervals measured on it.</summary>
    public CalibratedModel Calibrated { get; }

    /// <summary>Steps of the walk.</summary>
    public int Steps { get; }

    /// <summary>Steps between two forecasts.</summary>
    public int Every { get; }

    /// <summary>Whether the model knows its own spread.</summary>
    public bool HasSpread { get; }

    public string Name => Calibrated.Model.Name;

    public IntervalCalibrator Intervals => Calibrated.Intervals;

    /// <summary>What was forecast at a step of the walk, at each knot; empty when nothing was.</summary>
    public ReadOnlySpan<float> ForecastAt(int step) => Row(_forecasts, step);

    /// <summary>Its own spread below at that step.</summary>
    public ReadOnlySpan<float> BelowAt(int step) => HasSpread ? Row(_below, step) : [];

    /// <summary>Its own spread above at that step.</summary>
    public ReadOnlySpan<float> AboveAt(int step) => HasSpread ? Row(_above, step) : [];

    private ReadOnlySpan<float> Row(float[] rows, int step) =>
        step % Every == 0 ? rows.AsSpan(step / Every * _knots, _knots) : [];

    private void Keep(int forecast)
    {
        for (int knot = 0; knot < _knots; knot++)
        {
            int at = (forecast * _knots) + knot;
            _forecasts[at] = (float)Calibrated.AtKnots[knot];
            if (HasSpread)
            {
                _below[at] = (float)Calibrated.Below[knot];
                _above[at] = (float)Calibrated.Above[knot];
            }
        }
    }
}
