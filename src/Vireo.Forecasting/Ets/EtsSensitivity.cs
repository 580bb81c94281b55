using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Ets;

/// <summary>Derivatives of all errors by all numbers that are searched, summed to the normal equations in one
/// pass.</summary>
/// <remarks>Forward differentiation of the recursion: four numbers to a vector, no Jacobian is stored.
/// Compiled with full optimisation at once: vectors in the first, quick code are a hundred times slower.</remarks>
internal sealed class EtsSensitivity
{
    private readonly double[] _levels;
    private readonly double[] _trends;
    private readonly double[] _seasons;
    private readonly double[] _sources;
    private readonly int _groups;
    private readonly EtsLayout _layout;

    public EtsSensitivity(EtsLayout layout)
    {
        int lanes = Vector256<double>.Count;
        _layout = layout;
        _groups = (layout.Count + lanes - 1) / lanes;
        int width = _groups * lanes;
        _levels = new double[width];
        _trends = new double[width];
        _seasons = new double[layout.HasSeason ? layout.Period * width : 0];
        _sources = new double[4 * lanes];
        Equations = new EtsEquations(layout.Count);
    }

    /// <summary>What the last run summed.</summary>
    public EtsEquations Equations { get; }

    /// <summary>Runs over the series.</summary>
    /// <param name="series">NaN marks a gap.</param>
    /// <param name="point">As the layout says.</param>
    /// <param name="season">Scratch, one value a phase.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ReadOnlySpan<double> series, ReadOnlySpan<double> point, Span<double> season)
    {
        Start(point, season);
        EtsForm form = _layout.Form;
        EtsParameters parameters = _layout.Parameters(point);
        bool isRelative = form.Error == EtsError.Multiplicative;
        double level = point[_layout.Level];
        double trend = _layout.FirstTrend(point);
        int phase = 0;
        foreach (double value in series)
        {
            double old = trend;
            trend *= parameters.Phi;
            level += trend;
            double factor = _layout.HasSeason ? season[phase] : 0;
            bool isFactor = form.Season == EtsSeason.Multiplicative;
            double expected = isFactor ? level * factor : level + factor;
            bool isKnown = !double.IsNaN(value);
            double error = isKnown ? value - expected : 0;
            var step = new EtsStep
            {
                Phi = parameters.Phi,
                OldTrend = old,
                ByLevel = isFactor ? factor : 1,
                BySeason = isFactor ? level : 1,
                LevelShare = isFactor ? 1 / factor : 1,
                LevelBend = isFactor ? error / (factor * factor) : 0,
                SeasonShare = isFactor ? 1 / level : 1,
                SeasonBend = isFactor ? error / (level * level) : 0,
                Error = error,
                Alpha = isKnown ? parameters.Alpha : 0,
                Beta = isKnown ? parameters.Beta : 0,
                Gamma = isKnown ? parameters.Gamma : 0,
            };
            Differentiate(step, phase, Equations.Row);
            if (isKnown)
            {
                Equations.AddRow(
                    isRelative ? error / expected : error,
                    isRelative ? value / (expected * expected) : 1,
                    isRelative ? 1 / expected : 0);
            }

            level += parameters.Alpha * error * step.LevelShare;
            trend += parameters.Beta * error * step.LevelShare;
            if (_layout.HasSeason)
            {
                season[phase] += parameters.Gamma * error * step.SeasonShare;
                phase = phase + 1 == season.Length ? 0 : phase + 1;
            }
        }

        Equations.Finish();
    }

    private void Start(ReadOnlySpan<double> point, Span<double> season)
    {
        Array.Clear(_levels);
        Array.Clear(_trends);
        Array.Clear(_seasons);
        Array.Clear(_sources);
        Equations.Clear();
        int lanes = Vector256<double>.Count;
        int width = _levels.Length;
        _levels[_layout.Level] = 1;
        _sources[0] = 1;
        if (_layout.Slope >= 0)
        {
            _trends[_layout.Trend] = 1;
            _sources[lanes] = point[_layout.Slope];
            _sources[lanes + _layout.Slope] = point[0];
        }

        if (_layout.Phi >= 0)
        {
            _sources[(2 * lanes) + _layout.Phi] = 1;
        }

        if (_layout.HasSeason)
        {
            _sources[3 * lanes] = -point[_layout.SeasonShare];
            _sources[(3 * lanes) + _layout.SeasonShare] = 1 - point[0];
            _layout.FillSeason(point, season);
            for (int phase = 0; phase < _layout.Period - 1; phase++)
            {
                _seasons[(phase * width) + _layout.Season + phase] = 1;
                _seasons[((_layout.Period - 1) * width) + _layout.Season + phase] = -1;
            }
        }
    }

    // The derivatives of the expected value go into the row; those of the states move one step on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Differentiate(in EtsStep step, int phase, Span<Vector256<double>> row)
    {
        Span<Vector256<double>> levels = Vectors(_levels);
        Span<Vector256<double>> trends = Vectors(_trends)[..levels.Length];
        row = row[..levels.Length];
        Span<Vector256<double>> sources = Vectors(_sources);
        Span<Vector256<double>> seasons =
            _layout.HasSeason ? Vectors(_seasons).Slice(phase * _groups, levels.Length) : [];
        for (int group = 0; group < levels.Length; group++)
        {
            Vector256<double> trend = trends[group] * step.Phi;
            if (group == 0)
            {
                trend += sources[2] * step.OldTrend;
            }

            Vector256<double> level = levels[group] + trend;
            Vector256<double> expected = level * step.ByLevel;
            Vector256<double> levelChange = default;
            if (!seasons.IsEmpty)
            {
                Vector256<double> season = seasons[group];
                expected += season * step.BySeason;
                Vector256<double> change = (expected * step.SeasonShare) + (level * step.SeasonBend);
                levelChange = season * step.LevelBend;
                season -= change * step.Gamma;
                seasons[group] = group == 0 ? season + (sources[3] * (step.Error * step.SeasonShare)) : season;
            }

            row[group] = expected;
            levelChange += expected * step.LevelShare;
            level -= levelChange * step.Alpha;
            trend -= levelChange * step.Beta;
            if (group == 0)
            {
                double error = step.Error * step.LevelShare;
                level += sources[0] * error;
                trend += sources[1] * error;
            }

            levels[group] = level;
            trends[group] = trend;
        }
    }

    private static Span<Vector256<double>> Vectors(double[] values) =>
        MemoryMarshal.Cast<double, Vector256<double>>(values.AsSpan());
}
