using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.ColdStart;

/// <summary>Forecasts a machine from its siblings' profile, and more and more from its own values as they come in.</summary>
/// <remarks>Demand is capacity × level × shape of the week. The level starts at the siblings' and shrinks toward the
/// machine's own by the evidence, discounted for autocorrelation; the newest deviation from it fades with the siblings'
/// persistence. Unlike other models it forecasts before the first value: that is its purpose. A gap only moves the clock.
/// A negative value counts as zero.
/// Quantiles are log-normal: the doubt about the level and the noise within a machine.</remarks>
public sealed class ColdStartModel : IForecastModel, IQuantileForecast
{
    // Far beyond any real share: keeps sums finite whatever comes in.
    private const double LargestShare = 1e9;
    private readonly DemandProfile _profile;
    private readonly double _capacity;
    private readonly int _firstSlot;
    private double _sum;
    private double _deviation;
    private int _count;
    private int _slot;

    /// <summary>Creates the model.</summary>
    /// <param name="profile">Of its siblings.</param>
    /// <param name="capacity">The newcomer's, in the unit of its demand; positive.</param>
    /// <param name="firstSlot">Slot of the week of its first value.</param>
    public ColdStartModel(DemandProfile profile, double capacity, int firstSlot)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(firstSlot);
        _profile = profile;
        _capacity = capacity;
        _firstSlot = firstSlot;
        _slot = profile.Slots.After(firstSlot, 0);
    }

    /// <inheritdoc/>
    public string Name => "cold-start";

    /// <summary>Expected demand over capacity × shape: the siblings' at first, its own later.</summary>
    public double Level => ((_profile.PriorWeight * _profile.Level) + (Evidence * Own)) / (_profile.PriorWeight + Evidence);

    // Neighbouring values repeat each other: n of them are worth n(1 − ρ)/(1 + ρ), but the first is worth one.
    private double Evidence =>
        _count == 0 ? 0 : 1 + ((_count - 1) * (1 - _profile.Persistence) / (1 + _profile.Persistence));

    private double Own => _count == 0 ? _profile.Level : _sum / _count;

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        _sum = 0;
        _deviation = 0;
        _count = 0;
        _slot = _profile.Slots.After(_firstSlot, 0);
        foreach (double value in history)
        {
            Update(value);
        }
    }

    /// <inheritdoc/>
    public void Update(double value)
    {
        _deviation *= _profile.Persistence;
        if (double.IsFinite(value))
        {
            double share = Math.Clamp(value / (_capacity * _profile.Shape[_slot]), 0, LargestShare);
            _count++;
            _sum += share;
            _deviation = share - Level;
        }

        _slot = _profile.Slots.After(_slot, 1);
    }

    /// <inheritdoc/>
    public void Forecast(Span<double> path)
    {
        double level = Level;
        double deviation = _deviation;
        for (int step = 0; step < path.Length; step++)
        {
            deviation *= _profile.Persistence;
            path[step] = _capacity * (level + deviation) * _profile.Shape[_profile.Slots.After(_slot, step)];
        }
    }

    /// <inheritdoc/>
    public void Forecast(ReadOnlySpan<double> levels, int steps, Span<double> quantiles)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNotEqual(quantiles.Length, levels.Length * steps);
        double doubt = _profile.LevelDeviation * _profile.LevelDeviation * _profile.PriorWeight
            / (_profile.PriorWeight + Evidence);
        double noise = Math.Log(1 + (_profile.NoiseDeviation * _profile.NoiseDeviation));
        double memory = _count == 0 ? 0 : _profile.Persistence * _profile.Persistence;
        for (int level = 0; level < levels.Length; level++)
        {
            double normal = NormalQuantile.Of(levels[level]);
            Span<double> row = quantiles.Slice(level * steps, steps);
            Forecast(row);
            double left = memory;
            for (int step = 0; step < steps; step++)
            {
                double variance = doubt + (noise * (1 - left));
                left *= memory;

                // The path is the mean, which lies above the median of a log-normal.
                row[step] *= Math.Exp((normal * Math.Sqrt(variance)) - (variance / 2));
            }
        }
    }
}
