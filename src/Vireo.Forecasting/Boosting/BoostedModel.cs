using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Boosting;

/// <summary>One series' view of a fleet's boosted trees: shares the trees, keeps what they see up to date.</summary>
/// <remarks>The path is the median. A series that never moved is forecast at its value. Without a shared model the
/// trees are trained on the series itself when it is fitted (a second at most); a series too short for that is forecast
/// as its smoothed level with a normal spread. State of a series: about 2 KiB, and three seasons of values where there
/// is one.</remarks>
public sealed class BoostedModel : IForecastModel, IFallback
{
    private static readonly double[] Median = [0.5];
    private readonly bool _isShared;
    private readonly int _season;
    private BoostedQuantiles _trees;
    private SeriesFeatures _state;
    private Vector256<float>[] _known = [];
    private int _knownSteps;

    /// <summary>Creates the view of a series that nothing is known of yet.</summary>
    /// <param name="shared">Trained on the fleet.</param>
    public BoostedModel(BoostedQuantiles shared)
    {
        _isShared = true;
        _season = shared.Options.Season;
        _trees = shared;
        _state = new SeriesFeatures(_season);
    }

    /// <summary>Creates a model that trains on the series itself.</summary>
    /// <param name="season">Steps in a season; 1 for none.</param>
    public BoostedModel(int season)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(season);
        _season = season;
        _trees = TrainOn([]);
        _state = new SeriesFeatures(season);
    }

    /// <inheritdoc/>
    public string Name => ModelNames.Boosting;

    string? IFallback.InPlace => _trees.Trees == 0 ? ModelNames.SimpleSmoothing : null;

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        _trees = _isShared ? _trees : TrainOn(history);
        _state = new SeriesFeatures(_season);
        _knownSteps = 0;
        foreach (double value in history)
        {
            _state.Update(value);
        }
    }

    /// <inheritdoc/>
    public void Update(double value)
    {
        _state.Update(value);
        _knownSteps = 0;
    }

    /// <inheritdoc/>
    public void Forecast(Span<double> path)
    {
        if (!path.IsEmpty)
        {
            Forecast(Median, path.Length, path);
        }
    }

    /// <inheritdoc/>
    public void Forecast(ReadOnlySpan<double> levels, int steps, Span<double> quantiles)
    {
        if (steps < 1 || steps > _trees.Options.Horizon || !(_state.Scale > 0))
        {
            _trees.Forecast(_state, steps, levels, quantiles);

            return;
        }

        // Path, spread and outlook are asked for one after another: the trees answer once a value.
        if (_knownSteps < steps)
        {
            Array.Resize(ref _known, Math.Max(_known.Length, steps));
            _trees.Know(_state, _known.AsSpan(0, steps));
            _knownSteps = steps;
        }

        _trees.Write(_state, _known.AsSpan(0, steps), levels, quantiles);
    }

    private BoostedQuantiles TrainOn(ReadOnlySpan<double> history) =>
        BoostedQuantiles.Train(
            [history.ToArray()],
            new()
            {
                Horizon = Math.Clamp(_season, 12, 48),
                Season = _season,
                Rows = 6_000,
                Trees = 60,
                Forests = 1,
                Leaves = 8,
                HeldOut = 0,
            },
            null,
            CancellationToken.None);
}
