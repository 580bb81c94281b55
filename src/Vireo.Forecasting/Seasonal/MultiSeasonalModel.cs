using Vireo.Forecasting.Decomposition;

namespace Vireo.Forecasting.Seasonal;

/// <summary>Multiple seasonal Holt-Winters: a level and every season, a day and a week together, learned with each
/// value; or, made for none, a level whose error is corrected.</summary>
/// <remarks>The recursion is that of <see cref="SeasonalState"/>; its weights are those that forecast paths of two
/// short seasons best. Seasons of which the history does not hold more than two are left out; without any, it is a
/// level with a fading error. Histories shorter than two paths use weights of 0.1. Fitting costs about 1 ms for 900
/// values with two seasons, an update some nanoseconds. On M4 Hourly the best single model here.</remarks>
public sealed class MultiSeasonalModel : IPathModel, IFallback, ISeasonalModel
{
    private const int ShortestPath = 12;
    private readonly int[] _periods;
    private SeasonalState? _state;
    private SeasonalWeights _weights = new(0.1, [], 0.8);
    private double _remembered = 0.9;
    private int[] _usable = [];

    /// <summary>Creates the model.</summary>
    /// <param name="periods">Season lengths in steps, any order; those below 2 are left out.</param>
    public MultiSeasonalModel(params ReadOnlySpan<int> periods)
        : this(ModelNames.MultiSeasonal, periods)
    {
    }

    private MultiSeasonalModel(string name, ReadOnlySpan<int> periods)
    {
        Name = name;
        _periods = periods.ToArray();
    }

    /// <summary>Creates the model without seasons: a level and the first-order error around it.</summary>
    public static MultiSeasonalModel Level() => new(ModelNames.CorrectedLevel, []);

    /// <inheritdoc/>
    public string Name { get; }

    string? IFallback.InPlace =>
        Name == ModelNames.MultiSeasonal && _state is { HasSeasons: false } ? ModelNames.CorrectedLevel : null;

    IEnumerable<int> ISeasonalModel.SeasonsInUse => _usable;

    /// <summary>The weights in use.</summary>
    public SeasonalWeights Weights => _weights;

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        _state = null;
        while (!history.IsEmpty && !double.IsFinite(history[0]))
        {
            history = history[1..];
        }

        if (history.IsEmpty)
        {
            return;
        }

        int[] usable = Mstl.Usable(history.Length, _periods);
        _usable = usable;
        int horizon = usable.Length > 0 ? Math.Max(ShortestPath, 2 * usable[0]) : ShortestPath;
        SeasonalState start = SeasonalStart.Of(history, usable);
        Start(start, new SeasonalSearch(start, usable.Length, horizon).Find(history));
        foreach (double value in history)
        {
            Update(value);
        }
    }

    /// <inheritdoc/>
    public void Update(double value)
    {
        if (_state is null && double.IsFinite(value))
        {
            Start(new SeasonalState(value, []), new SeasonalWeights(0.1, [], 0.8));
        }

        _state?.Update(value, _weights, _remembered);
    }

    /// <inheritdoc/>
    public void Forecast(Span<double> path)
    {
        if (_state is null)
        {
            path.Fill(double.NaN);
        }
        else
        {
            _state.Forecast(_weights.Persistence, path);
        }
    }

    private void Start(SeasonalState state, SeasonalWeights weights)
    {
        _state = state;
        _weights = weights;
        _remembered = weights.Remembered;
    }
}
