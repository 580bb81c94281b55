using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Selection;

/// <summary>A model, its forecast from the newest value, and the intervals around it; moved together.</summary>
internal sealed class CalibratedModel(IForecastModel model, HorizonKnots knots)
{
    private const int ShortPath = 64;
    private readonly double[] _path = new double[knots.Horizon];

    public IForecastModel Model { get; } = model;

    public IntervalCalibrator Intervals { get; } = new(knots);

    /// <summary>Forecasts from the state as fitted.</summary>
    public void Start()
    {
        Model.Forecast(_path);
        Intervals.Expect(_path);
    }

    /// <summary>Learns one value, or a gap, and forecasts anew. Allocates nothing once the error samples are full.</summary>
    public void Step(double value)
    {
        Intervals.Settle(value);
        Model.Update(value);
        Model.Forecast(_path);
        Intervals.Expect(_path);
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
        Model.Forecast(_path);
        Intervals.Replace(_path);
    }
}
