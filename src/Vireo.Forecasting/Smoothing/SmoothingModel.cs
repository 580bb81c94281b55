using Vireo.Forecasting.Ets;

namespace Vireo.Forecasting.Smoothing;

/// <summary>Exponential smoothing without a season and of a fixed form: a level, a level with a trend, or with a damped
/// one.</summary>
/// <remarks>The cheapest of all fitted models, some microseconds for a day of five-minute values, and for the next hour
/// of a virtual machine among the best. Weights and first states are those of least squares, as in R's <c>ses</c> and
/// <c>holt</c>. A gap leaves the level where it was expected. Fewer than three values have no trend: they are
/// smoothed.</remarks>
public sealed class SmoothingModel : IPathModel, IFallback
{
    private readonly EtsTrend _trend;
    private bool _isLevel;
    private WarmSmoothing _warm = WarmSmoothing.LastValue();

    /// <summary>Creates the model.</summary>
    /// <param name="trend">What the level does between values.</param>
    public SmoothingModel(EtsTrend trend) => _trend = trend;

    /// <inheritdoc/>
    public string Name => _trend switch
    {
        EtsTrend.None => ModelNames.SimpleSmoothing,
        EtsTrend.Additive => ModelNames.Holt,
        _ => ModelNames.DampedTrend,
    };

    string? IFallback.InPlace =>
        double.IsNaN(Chosen.Level) ? ModelNames.Naive
        : _isLevel ? ModelNames.SimpleSmoothing
        : null;

    /// <summary>The weights and first states in use.</summary>
    public SmoothingFit Chosen { get; private set; }

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        Chosen = _trend == EtsTrend.None
            ? LevelFitter.Fit(history)
            : TrendFitter.Fit(history, isDamped: _trend == EtsTrend.Damped);
        _warm = double.IsNaN(Chosen.Level)
            ? WarmSmoothing.LastValue()
            : new WarmSmoothing(
                new EtsParameters(Chosen.Alpha, Chosen.Beta, 0, Chosen.Phi),
                new EtsState(Chosen.Level, Chosen.Trend, EtsSeason.None, []));
        int known = 0;
        foreach (double value in history)
        {
            known += double.IsFinite(value) ? 1 : 0;
            Update(value);
        }

        _isLevel = _trend != EtsTrend.None && known < TrendFitter.FewestValues;
    }

    /// <inheritdoc/>
    public void Update(double value) => _warm.Update(value);

    /// <inheritdoc/>
    public void Forecast(Span<double> path) => _warm.Forecast(path);
}
