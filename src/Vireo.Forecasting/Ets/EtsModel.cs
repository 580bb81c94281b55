namespace Vireo.Forecasting.Ets;

/// <summary>Exponential smoothing in the form that forecasts the series best: error, trend and season chosen by
/// themselves.</summary>
/// <remarks>Every admissible form is fitted by maximum likelihood (<see cref="EtsFitter"/>); of these the one with the
/// smallest error over paths of two seasons, or an hour of five-minute values, is kept. A season longer than
/// <see cref="EtsFitter.LongestPeriod"/> is left out: use the decomposing models for it. Fewer than four values, or a
/// constant, are forecast by the last value. Fitting costs about 20 ms for 900 values of period 24, an update some
/// nanoseconds.</remarks>
public sealed class EtsModel : IPathModel, IFallback, ISeasonalModel
{
    private const int ShortestPath = 12;
    private readonly int _period;
    private WarmSmoothing _warm = WarmSmoothing.LastValue();

    /// <summary>Creates the model.</summary>
    /// <param name="seasonLength">Steps in one season; 1 for none.</param>
    public EtsModel(int seasonLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seasonLength);
        _period = seasonLength <= EtsFitter.LongestPeriod ? seasonLength : 1;
    }

    /// <inheritdoc/>
    public string Name => ModelNames.Ets;

    string? IFallback.InPlace => Chosen is null ? ModelNames.Naive : null;

    IEnumerable<int> ISeasonalModel.SeasonsInUse =>
        Chosen is { Form.Season: not EtsSeason.None } ? [_period] : [];

    /// <summary>The form in use; null while the last value is repeated.</summary>
    public EtsFit? Chosen { get; private set; }

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        Chosen = EtsFitter.FitForPaths(history, _period, Math.Max(ShortestPath, 2 * _period));
        _warm = Chosen is { } chosen ? new WarmSmoothing(chosen.Parameters, chosen.FirstState()) : WarmSmoothing.LastValue();
        foreach (double value in history)
        {
            Update(value);
        }
    }

    /// <inheritdoc/>
    public void Update(double value) => _warm.Update(value);

    /// <inheritdoc/>
    public void Forecast(Span<double> path) => _warm.Forecast(path);
}
