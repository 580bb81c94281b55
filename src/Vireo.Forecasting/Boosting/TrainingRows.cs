namespace Vireo.Forecasting.Boosting;

/// <summary>Turns histories into rows: what was known at an origin, and what came some steps later.</summary>
/// <remarks>Targets are distances from the anchor in scales, cut at <see cref="Furthest"/> so that one burst does not
/// outweigh a fleet. Origins at which nothing had moved yet give no rows: trees forecast nothing for them.</remarks>
internal sealed class TrainingRows
{
    /// <summary>The largest distance of a target, in scales.</summary>
    public const float Furthest = 30;

    /// <summary>Values before the first origin.</summary>
    public const int FirstOrigin = 24;

    private readonly BoostingOptions _options;
    private readonly Random _random;
    private readonly double _share;
    private readonly float[] _row;
    private readonly List<float> _features = [];
    private readonly List<float> _targets = [];

    private TrainingRows(BoostingOptions options, double share)
    {
        _options = options;
        _random = new Random(options.Seed);
        _share = share;
        _row = new float[SeriesFeatures.Count(options.Season)];
    }

    /// <summary>Draws rows evenly from all origins and steps ahead.</summary>
    /// <param name="histories">Oldest value first; NaN marks a gap.</param>
    /// <param name="options">Horizon, season, number of rows and seed.</param>
    public static RowSet Of(IReadOnlyList<double[]> histories, BoostingOptions options)
    {
        double possible = histories.Sum(history => (double)Math.Max(0, history.Length - FirstOrigin)) * options.Horizon;
        var rows = new TrainingRows(options, options.Rows / Math.Max(1, possible));
        foreach (double[] history in histories)
        {
            rows.Add(history);
        }

        return new(rows._row.Length, [.. rows._features], [.. rows._targets]);
    }

    private void Add(double[] history)
    {
        var state = new SeriesFeatures(_options.Season);
        for (int origin = 0; origin < history.Length; origin++)
        {
            state.Update(history[origin]);
            if (state.Steps >= FirstOrigin && state.Scale > 0)
            {
                Add(state, history.AsSpan(origin + 1));
            }
        }
    }

    private void Add(SeriesFeatures state, ReadOnlySpan<double> future)
    {
        bool isWritten = false;
        for (int step = 1; step <= Math.Min(_options.Horizon, future.Length); step++)
        {
            double distance = (future[step - 1] - state.Anchor) / state.Scale;
            if (_random.NextDouble() >= _share || !double.IsFinite(distance))
            {
                continue;
            }

            if (!isWritten)
            {
                state.Write(_row);
                isWritten = true;
            }

            state.WriteStep(_row, step, step);
            _features.AddRange(_row);
            _targets.Add((float)Math.Clamp(distance, -Furthest, Furthest));
        }
    }
}
