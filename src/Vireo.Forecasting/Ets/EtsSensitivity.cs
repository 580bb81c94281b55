using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Ets;

/// <summary>Derivatives of all errors by all numbers that are searched, summed to the normal equations in one pass.</summary>
/// <remarks>Forward differentiation of the recursion: eight numbers to a vector, no Jacobian is stored. Multiplicative errors
/// are least squares too, of r = e·exp(mean log f), because n log Σr² = n log Σe² + 2 Σ log f.
/// Compiled with full optimisation at once: vectors in the first, quick code are a hundred times slower.</remarks>
internal sealed class EtsSensitivity
{
    private const int RowsAtOnce = 8;
    private readonly double[] _levels;
    private readonly double[] _trends;
    private readonly double[] _seasons;
    private readonly double[] _sources;
    private readonly double[] _rows;
    private readonly double[] _gram;
    private readonly double[] _products;
    private readonly double[] _drift;
    private readonly int _groups;
    private readonly EtsLayout _layout;

    public EtsSensitivity(EtsLayout layout)
    {
        int lanes = Vector512<double>.Count;
        _layout = layout;
        _groups = (layout.Count + lanes - 1) / lanes;
        int width = _groups * lanes;
        _levels = new double[width];
        _trends = new double[width];
        _seasons = new double[layout.HasSeason ? layout.Period * width : 0];
        _sources = new double[4 * lanes];
        _rows = new double[RowsAtOnce * width];
        _gram = new double[width * width];
        _products = new double[width];
        _drift = new double[width];
    }

    private int Width => _levels.Length;

    /// <summary>J'J at the point, J the derivatives of r; scaled by exp(−2 mean log f), which cancels in the step.</summary>
    public double Curvature(int row, int column)
    {
        (int low, int high) = row < column ? (row, column) : (column, row);

        return _gram[(low * Width) + high];
    }

    /// <summary>J'r at the point, scaled alike.</summary>
    public double Gradient(int index) => _products[index];

    /// <summary>Σe² at the point.</summary>
    public double Squares { get; private set; }

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
        int row = 0;
        int count = 0;
        double squares = 0;
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
            Differentiate(step, phase, row);
            if (isKnown)
            {
                double relative = isRelative ? error / expected : error;
                Weigh(row, isRelative ? value / (expected * expected) : 1, relative, isRelative ? 1 / expected : 0);
                squares += relative * relative;
                count++;
                if (++row == RowsAtOnce)
                {
                    AddRows();
                    row = 0;
                }
            }

            level += parameters.Alpha * error * step.LevelShare;
            trend += parameters.Beta * error * step.LevelShare;
            if (_layout.HasSeason)
            {
                season[phase] += parameters.Gamma * error * step.SeasonShare;
                phase = phase + 1 == season.Length ? 0 : phase + 1;
            }
        }

        Squares = squares;
        Finish(row, count, isRelative);
    }

    private void Start(ReadOnlySpan<double> point, Span<double> season)
    {
        Array.Clear(_levels);
        Array.Clear(_trends);
        Array.Clear(_seasons);
        Array.Clear(_sources);
        Array.Clear(_gram);
        Array.Clear(_products);
        Array.Clear(_drift);
        int lanes = Vector512<double>.Count;
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
                _seasons[(phase * Width) + _layout.Season + phase] = 1;
                _seasons[((_layout.Period - 1) * Width) + _layout.Season + phase] = -1;
            }
        }
    }

    // The derivatives of the expected value go into the row; those of the states move one step on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Differentiate(in EtsStep step, int phase, int row)
    {
        Span<Vector512<double>> levels = Vectors(_levels);
        Span<Vector512<double>> trends = Vectors(_trends)[..levels.Length];
        Span<Vector512<double>> rows = Vectors(_rows).Slice(row * _groups, levels.Length);
        Span<Vector512<double>> sources = Vectors(_sources);
        Span<Vector512<double>> seasons =
            _layout.HasSeason ? Vectors(_seasons).Slice(phase * _groups, levels.Length) : [];
        for (int group = 0; group < levels.Length; group++)
        {
            Vector512<double> trend = trends[group] * step.Phi;
            if (group == 0)
            {
                trend += sources[2] * step.OldTrend;
            }

            Vector512<double> level = levels[group] + trend;
            Vector512<double> expected = level * step.ByLevel;
            Vector512<double> levelChange = default;
            if (!seasons.IsEmpty)
            {
                Vector512<double> season = seasons[group];
                expected += season * step.BySeason;
                Vector512<double> change = (expected * step.SeasonShare) + (level * step.SeasonBend);
                levelChange = season * step.LevelBend;
                season -= change * step.Gamma;
                seasons[group] = group == 0 ? season + (sources[3] * (step.Error * step.SeasonShare)) : season;
            }

            rows[group] = expected;
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Weigh(int row, double weight, double error, double inverse)
    {
        Span<Vector512<double>> products = Vectors(_products);
        Span<Vector512<double>> drift = Vectors(_drift)[..products.Length];
        Span<Vector512<double>> rows = Vectors(_rows).Slice(row * _groups, products.Length);
        for (int group = 0; group < products.Length; group++)
        {
            Vector512<double> derivative = rows[group];
            drift[group] += derivative * inverse;
            derivative *= weight;
            rows[group] = derivative;
            products[group] += derivative * error;
        }
    }

    // The upper triangle, by blocks of lanes, from eight rows at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRows()
    {
        Span<Vector512<double>> rows = Vectors(_rows)[..(RowsAtOnce * _groups)];
        Span<Vector512<double>> gram = Vectors(_gram);
        int lanes = Vector512<double>.Count;
        int width = Width;
        for (int i = 0; i < _layout.Count; i++)
        {
            double r0 = _rows[i];
            double r1 = _rows[i + width];
            double r2 = _rows[i + (2 * width)];
            double r3 = _rows[i + (3 * width)];
            double r4 = _rows[i + (4 * width)];
            double r5 = _rows[i + (5 * width)];
            double r6 = _rows[i + (6 * width)];
            double r7 = _rows[i + (7 * width)];
            for (int group = i / lanes; group < _groups; group++)
            {
                Vector512<double> low = (rows[group] * r0)
                    + (rows[group + _groups] * r1)
                    + (rows[group + (2 * _groups)] * r2)
                    + (rows[group + (3 * _groups)] * r3);
                Vector512<double> high = (rows[group + (4 * _groups)] * r4)
                    + (rows[group + (5 * _groups)] * r5)
                    + (rows[group + (6 * _groups)] * r6)
                    + (rows[group + (7 * _groups)] * r7);
                gram[(i * _groups) + group] += low + high;
            }
        }
    }

    private void Finish(int pending, int count, bool isRelative)
    {
        if (pending > 0)
        {
            _rows.AsSpan(pending * Width).Clear();
            AddRows();
        }

        for (int i = 0; i < _layout.Count; i++)
        {
            _drift[i] = isRelative && count > 0 ? _drift[i] / count : 0;
        }

        // r = G e: its derivative is G (c e − w f'), with c the mean of f'/f.
        for (int i = 0; i < _layout.Count; i++)
        {
            for (int j = i; j < _layout.Count; j++)
            {
                _gram[(i * Width) + j] += (_drift[i] * _drift[j] * Squares)
                    - (_products[i] * _drift[j]) - (_products[j] * _drift[i]);
            }
        }

        for (int i = 0; i < _layout.Count; i++)
        {
            _products[i] = (_drift[i] * Squares) - _products[i];
        }
    }

    private static Span<Vector512<double>> Vectors(double[] values) => MemoryMarshal.Cast<double, Vector512<double>>(values.AsSpan());
}
