namespace Vireo.Forecasting.HoltWinters;

/// <summary>Damped additive Holt-Winters, ETS(A,Ad,A): level, damped trend and one season.</summary>
/// <remarks>A history shorter than two seasons is smoothed without the season. Fitting 14 days of five-minute samples
/// costs about 1 ms, an update a few nanoseconds.</remarks>
public sealed class HoltWintersModel : IPathModel, IFallback, ISeasonalModel
{
    private readonly int _seasonLength;
    private HoltWintersState? _state;

    /// <summary>Creates the model.</summary>
    /// <param name="seasonLength">Steps in one season; 1 for none.</param>
    public HoltWintersModel(int seasonLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seasonLength);
        _seasonLength = seasonLength;
    }

    /// <inheritdoc/>
    public string Name => ModelNames.HoltWinters;

    string? IFallback.InPlace => _state is { HasSeason: false } ? ModelNames.DampedTrend : null;

    IEnumerable<int> ISeasonalModel.SeasonsInUse => _state is { HasSeason: true } ? [_seasonLength] : [];

    /// <summary>The smoothing weights in use.</summary>
    public HoltWintersParameters Parameters { get; private set; } = new(0.3, 0.003, 0.035, 0.9);

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        _state = null;
        int first = 0;
        while (first < history.Length && !double.IsFinite(history[first]))
        {
            first++;
        }

        ReadOnlySpan<double> known = history[first..];
        if (known.IsEmpty)
        {
            return;
        }

        var start = HoltWintersStart.Of(known, known.Length >= 2 * _seasonLength ? _seasonLength : 1);
        Parameters = HoltWintersSearch.Find(known, start);
        _state = start;
        foreach (double value in known)
        {
            _state.Update(value, Parameters);
        }
    }

    /// <inheritdoc/>
    public void Update(double value)
    {
        if (_state is null && double.IsFinite(value))
        {
            _state = new HoltWintersState(value, 0, []);
        }

        _state?.Update(value, Parameters);
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
            _state.Forecast(Parameters.Phi, path);
        }
    }
}
