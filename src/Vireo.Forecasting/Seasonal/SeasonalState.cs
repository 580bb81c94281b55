namespace Vireo.Forecasting.Seasonal;

/// <summary>A level, seasons of several lengths and the last error; the recursion of multiple seasonal
/// Holt-Winters.</summary>
/// <remarks>With e the value less level and seasons: each part takes its share of e, what remains fades by the
/// persistence with every step ahead. Taylor (2003), "Short-term electricity demand forecasting using double seasonal
/// exponential smoothing", <em>Journal of the Operational Research Society</em> 54, additive and without a trend. A gap
/// changes nothing but the phase.</remarks>
internal sealed class SeasonalState
{
    private readonly double[][] _seasons;
    private readonly int[] _phases;
    private double _level;
    private double _error;

    public SeasonalState(double level, double[][] seasons)
    {
        _level = level;
        _seasons = seasons;
        _phases = new int[seasons.Length];
    }

    public void CopyFrom(SeasonalState other)
    {
        _level = other._level;
        _error = other._error;
        for (int i = 0; i < _seasons.Length; i++)
        {
            other._seasons[i].CopyTo(_seasons[i], 0);
            _phases[i] = other._phases[i];
        }
    }

    public SeasonalState Copy() => new(_level, [.. _seasons.Select(season => season.ToArray())]);

    public void Update(double value, SeasonalWeights weights, double remembered)
    {
        double expected = _level;
        for (int i = 0; i < _seasons.Length; i++)
        {
            expected += _seasons[i][_phases[i]];
        }

        bool isKnown = double.IsFinite(value);
        double error = isKnown ? value - expected : 0;
        _level += weights.Level * error;
        for (int i = 0; i < _seasons.Length; i++)
        {
            double[] season = _seasons[i];
            season[_phases[i]] += weights.Seasons[i] * error;
            _phases[i] = _phases[i] + 1 == season.Length ? 0 : _phases[i] + 1;
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

        for (int i = 0; i < _seasons.Length; i++)
        {
            AddSeason(_seasons[i], _phases[i], path);
        }
    }

    private static void AddSeason(double[] season, int phase, Span<double> path)
    {
        for (int step = 0; step < path.Length; step++)
        {
            path[step] += season[phase];
            phase = phase + 1 == season.Length ? 0 : phase + 1;
        }
    }
}
