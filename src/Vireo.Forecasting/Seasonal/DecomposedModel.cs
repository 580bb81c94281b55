using System.Buffers;
using Vireo.Forecasting.Decomposition;

namespace Vireo.Forecasting.Seasonal;

/// <summary>Takes one or more seasons out by STL, forecasts what is left by a simpler model, and puts the last seasons
/// back.</summary>
/// <remarks>As R's <c>stlf</c>: works for seasons of any length, a day and a week together included, at the cost of the
/// decomposition. Between fits the seasons stay as they are, the inner model learns what they leave. Seasons of which
/// the history does not hold more than two are left out; without any, this is the inner model. Gaps are filled for the
/// decomposition only. Hyndman &amp; Athanasopoulos, <em>Forecasting: Principles and Practice</em>, 3rd ed., sections
/// 3.6 and 5.7.</remarks>
public sealed class DecomposedModel : IPathModel, IFallback, ISeasonalModel
{
    private readonly int[] _periods;
    private readonly int[] _windows;
    private readonly IPathModel _inner;
    private double[][] _seasons = [];
    private int[] _phases = [];

    /// <summary>Creates the model.</summary>
    /// <param name="name">Its name in reports.</param>
    /// <param name="inner">Forecasts the deseasonalised series.</param>
    /// <param name="periods">Season lengths in steps, any order; those below 2 are left out.</param>
    /// <param name="windows">The seasonal window of each season used, shortest season first, odd; empty for R's 11, 15,
    /// ….</param>
    public DecomposedModel(
        string name, IPathModel inner, ReadOnlySpan<int> periods, ReadOnlySpan<int> windows = default)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Name = name;
        _inner = inner;
        _periods = periods.ToArray();
        _windows = windows.ToArray();
    }

    /// <inheritdoc/>
    public string Name { get; }

    string? IFallback.InPlace => _seasons.Length > 0 ? null : (_inner as IFallback)?.InPlace ?? _inner.Name;

    IEnumerable<int> ISeasonalModel.SeasonsInUse => _seasons.Select(season => season.Length).Concat(ISeasonalModel.Of(_inner));

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        ReadOnlySpan<double> known = history;
        while (!known.IsEmpty && !double.IsFinite(known[0]))
        {
            known = known[1..];
        }

        int[] usable = Mstl.Usable(known.Length, _periods);
        double[] rest = ArrayPool<double>.Shared.Rent(Math.Max(1, known.Length));
        try
        {
            Span<double> left = rest.AsSpan(0, known.Length);
            TakeSeasons(known, usable, left);
            _inner.Fit(left);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rest);
        }
    }

    /// <inheritdoc/>
    public void Update(double value)
    {
        double left = value;
        for (int i = 0; i < _seasons.Length; i++)
        {
            left -= _seasons[i][_phases[i]];
            _phases[i] = _phases[i] + 1 == _seasons[i].Length ? 0 : _phases[i] + 1;
        }

        _inner.Update(left);
    }

    /// <inheritdoc/>
    public void Forecast(Span<double> path)
    {
        _inner.Forecast(path);
        for (int i = 0; i < _seasons.Length; i++)
        {
            double[] season = _seasons[i];
            int phase = _phases[i];
            for (int step = 0; step < path.Length; step++)
            {
                path[step] += season[phase];
                phase = phase + 1 == season.Length ? 0 : phase + 1;
            }
        }
    }

    private void TakeSeasons(ReadOnlySpan<double> known, int[] usable, Span<double> left)
    {
        known.CopyTo(left);
        _seasons = new double[usable.Length][];
        _phases = new int[usable.Length];
        if (usable.Length == 0)
        {
            return;
        }

        Gaps.Fill(known, usable[^1], left);
        MultipleComponents parts = Mstl.Decompose(left, usable, _windows);
        for (int i = 0; i < usable.Length; i++)
        {
            double[] seasonal = parts.Seasonals[i];
            _seasons[i] = seasonal[^usable[i]..];
            for (int t = 0; t < left.Length; t++)
            {
                left[t] -= seasonal[t];
            }
        }

        for (int t = 0; t < left.Length; t++)
        {
            left[t] = double.IsFinite(known[t]) ? left[t] : double.NaN;
        }
    }
}
