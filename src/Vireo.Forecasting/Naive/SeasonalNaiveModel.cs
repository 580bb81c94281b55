namespace Vireo.Forecasting.Naive;

/// <summary>Repeats the last season. A gap is filled from the season before; a phase never seen, with the last
/// value.</summary>
/// <remarks>Values are kept as they came, so that what was read is what is forecast.</remarks>
public sealed class SeasonalNaiveModel : IPathModel, IFallback, ISeasonalModel
{
    private readonly double[] _season;
    private int _phase;
    private int _seen;
    private double _last = double.NaN;

    /// <summary>Creates the model.</summary>
    /// <param name="seasonLength">Steps in one season: 288 for a day of five-minute samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">The season is not positive.</exception>
    public SeasonalNaiveModel(int seasonLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seasonLength);
        _season = new double[seasonLength];
        Array.Fill(_season, double.NaN);
    }

    /// <inheritdoc/>
    public string Name { get; init; } = ModelNames.SeasonalNaive;

    string? IFallback.InPlace => _seen < _season.Length ? ModelNames.Naive : null;

    IEnumerable<int> ISeasonalModel.SeasonsInUse => _seen < _season.Length ? [] : [_season.Length];

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        Array.Fill(_season, double.NaN);
        _phase = 0;
        _seen = 0;
        _last = double.NaN;
        foreach (double value in history)
        {
            Update(value);
        }
    }

    /// <inheritdoc/>
    public void Update(double value)
    {
        if (double.IsFinite(value))
        {
            _season[_phase] = value;
            _last = value;
        }

        _phase = _phase + 1 == _season.Length ? 0 : _phase + 1;
        _seen = Math.Min(_seen + 1, _season.Length);
    }

    /// <inheritdoc/>
    public void Forecast(Span<double> path)
    {
        int phase = _phase;
        for (int step = 0; step < path.Length; step++)
        {
            path[step] = double.IsNaN(_season[phase]) ? _last : _season[phase];
            phase = phase + 1 == _season.Length ? 0 : phase + 1;
        }
    }
}
