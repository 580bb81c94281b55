namespace Vireo.Forecasting.HoltWinters;

/// <summary>Level, trend and season after some value; the recursion of damped additive Holt-Winters.</summary>
/// <remarks>With e = y − (l + φb + s): l ← l + φb + αe, b ← φb + βe, s ← s + γe. A gap is e = 0. A season of one step
/// is no season. Hyndman, Koehler, Ord &amp; Snyder, <em>Forecasting with Exponential Smoothing</em>, chapter
/// 2.</remarks>
public sealed class HoltWintersState
{
    private readonly double[] _season;
    private int _phase;

    /// <summary>Creates a state.</summary>
    /// <param name="level">l.</param>
    /// <param name="trend">b.</param>
    /// <param name="season">One value a phase, the phase of the next value first; empty without a season.</param>
    public HoltWintersState(double level, double trend, ReadOnlySpan<double> season)
    {
        Level = level;
        Trend = trend;
        _season = season.ToArray();
    }

    /// <summary>l.</summary>
    public double Level { get; private set; }

    /// <summary>b.</summary>
    public double Trend { get; private set; }

    /// <summary>Whether there is a season.</summary>
    public bool HasSeason => _season.Length > 0;

    /// <summary>Seasonal values, the phase of the next value first. Allocates.</summary>
    public double[] Season => [.. _season.AsSpan(_phase), .. _season.AsSpan(0, _phase)];

    /// <summary>Takes over another state of the same season length.</summary>
    public void CopyFrom(HoltWintersState other)
    {
        Level = other.Level;
        Trend = other.Trend;
        _phase = other._phase;
        other._season.CopyTo(_season, 0);
    }

    /// <summary>Moves one step on and returns the error e, or zero for a gap.</summary>
    public double Update(double value, in HoltWintersParameters parameters)
    {
        double trend = parameters.Phi * Trend;
        double expected = Level + trend + (HasSeason ? _season[_phase] : 0);
        double error = double.IsFinite(value) ? value - expected : 0;
        Level += trend + (parameters.Alpha * error);
        Trend = trend + (parameters.Beta * error);
        if (HasSeason)
        {
            _season[_phase] += parameters.Gamma * error;
            _phase = _phase + 1 == _season.Length ? 0 : _phase + 1;
        }

        return error;
    }

    /// <summary>Fills <paramref name="path"/> with the expected next values.</summary>
    public void Forecast(double phi, Span<double> path)
    {
        double level = Level;
        double trend = Trend;
        int phase = _phase;
        for (int step = 0; step < path.Length; step++)
        {
            trend *= phi;
            level += trend;
            path[step] = level;
            if (_season.Length > 0)
            {
                path[step] += _season[phase];
                phase = phase + 1 == _season.Length ? 0 : phase + 1;
            }
        }
    }
}
