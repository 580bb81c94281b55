namespace Vireo.Forecasting.Seasonal;

/// <summary>A level, seasons of several lengths and the last error; the recursion of multiple seasonal
/// Holt-Winters.</summary>
/// <remarks>With e the value less level and seasons: each part takes its share of e, what remains fades by the
/// persistence with every step ahead. Taylor (2003), "Short-term electricity demand forecasting using double seasonal
/// exponential smoothing", <em>Journal of the Operational Research Society</em> 54, additive and without a trend. A gap
/// changes nothing but the phase.</remarks>
internal sealed class SeasonalState
{
    private readonly SeasonSlots[] _seasons;
    private double _level;
    private double _error;

    /// <summary>Creates a state.</summary>
    /// <param name="level">The level.</param>
    /// <param name="seasons">One value a step of each season, the next one first.</param>
    public SeasonalState(double level, double[][] seasons)
        : this(level, [.. seasons.Select(season => new SeasonSlots(season))])
    {
    }

    private SeasonalState(double level, SeasonSlots[] seasons)
    {
        _level = level;
        _seasons = seasons;
    }

    public bool HasSeasons => _seasons.Length > 0;

    public void CopyFrom(SeasonalState other)
    {
        _level = other._level;
        _error = other._error;
        for (int i = 0; i < _seasons.Length; i++)
        {
            _seasons[i].CopyFrom(other._seasons[i]);
        }
    }

    public SeasonalState Copy() => new(_level, [.. _seasons.Select(season => season.Copy())]);

    public void Update(double value, SeasonalWeights weights, double remembered)
    {
        double expected = _level;
        foreach (SeasonSlots season in _seasons)
        {
            expected += season.Next;
        }

        bool isKnown = double.IsFinite(value);
        double error = isKnown ? value - expected : 0;
        _level += weights.Level * error;
        for (int i = 0; i < _seasons.Length; i++)
        {
            _seasons[i].Learn(weights.Seasons[i] * error);
        }

        _error = isKnown ? remembered * error : weights.Persistence * _error;
    }

    public void Forecast(double persistence, Span<double> path)
    {
        double error = _error;
        for (int step = 0; step < path.Length; step++)
        {
            error *= persistence;
            path[step] = _level + error;
        }

        foreach (SeasonSlots season in _seasons)
        {
            season.AddTo(path);
        }
    }
}
