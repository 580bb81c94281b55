namespace Vireo.Forecasting.Ets;

/// <summary>Level, trend and season after some value.</summary>
/// <remarks>With q = l + φb and the error e of the value against f = q, q + s or q·s: l ← q + αe, b ← φb + βe, s ← s +
/// γe; with a multiplicative season l ← q + αe/s, b ← φb + βe/s, s ← s + γe/q. A gap is e = 0. The season is a ring: an
/// update costs the same for every period.</remarks>
public sealed class EtsState
{
    // Below this a multiplicative season is as good as zero, and dividing by it would run away.
    private const double SmallestFactor = 1e-3;
    private readonly double[] _season;
    private readonly EtsSeason _kind;
    private int _phase;

    /// <summary>Creates a state.</summary>
    /// <param name="level">l.</param>
    /// <param name="trend">b; 0 without a trend.</param>
    /// <param name="kind">How the season enters.</param>
    /// <param name="season">One value a phase, the phase of the next value first; empty without a season.</param>
    public EtsState(double level, double trend, EtsSeason kind, ReadOnlySpan<double> season)
    {
        Level = level;
        Trend = trend;
        _kind = season.IsEmpty ? EtsSeason.None : kind;
        _season = season.ToArray();
    }

    /// <summary>l.</summary>
    public double Level { get; private set; }

    /// <summary>b.</summary>
    public double Trend { get; private set; }

    /// <summary>Seasonal values, the phase of the next value first. Allocates.</summary>
    public double[] Season => [.. _season.AsSpan(_phase), .. _season.AsSpan(0, _phase)];

    /// <summary>Moves one step on and returns what was expected.</summary>
    /// <param name="value">The newest value, or NaN when it is missing.</param>
    /// <param name="parameters">The smoothing weights.</param>
    public double Update(double value, in EtsParameters parameters)
    {
        double trend = parameters.Phi * Trend;
        double level = Level + trend;
        double season = _kind == EtsSeason.None ? 0 : _season[_phase];
        double expected = _kind == EtsSeason.Multiplicative ? level * season : level + season;
        double error = double.IsFinite(value) ? value - expected : 0;
        double levelError = _kind == EtsSeason.Multiplicative ? error / Math.Max(season, SmallestFactor) : error;
        Level = level + (parameters.Alpha * levelError);
        Trend = trend + (parameters.Beta * levelError);
        if (_kind != EtsSeason.None)
        {
            double seasonError = _kind == EtsSeason.Multiplicative ? Share(error, level, season) : error;
            _season[_phase] = season + (parameters.Gamma * seasonError);
            _phase = _phase + 1 == _season.Length ? 0 : _phase + 1;
        }

        return expected;
    }

    /// <summary>Fills <paramref name="path"/> with the expected next values.</summary>
    /// <param name="phi">What is left of the trend after a step.</param>
    /// <param name="path">Receives one value a step.</param>
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
            if (_kind != EtsSeason.None)
            {
                path[step] = _kind == EtsSeason.Additive ? level + _season[phase] : level * _season[phase];
                phase = phase + 1 == _season.Length ? 0 : phase + 1;
            }
        }
    }

    // The error of a factor; a factor at most doubles or vanishes in one step, so that values near zero cannot blow it
    // up.
    private static double Share(double error, double level, double season) =>
        level == 0 ? 0 : Math.Clamp(error / level, -season, Math.Max(1, season));
}
