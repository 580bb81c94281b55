using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.ColdStart;

/// <summary>Forecasts a machine from its siblings' profile, and more and more from its own values as they come
/// in.</summary>
/// <remarks>Demand is capacity × share × shape of the week. What is believed of the share starts at the siblings' and
/// is updated by every own value (see <see cref="UseState"/>), so it shrinks toward the siblings by exactly the doubt
/// that is left. Unlike other models it forecasts before the first value: that is its purpose. A gap only moves the
/// clock; a negative value counts as zero. The path is the median; quantiles are those of a shifted
/// log-normal.</remarks>
public sealed class ColdStartModel : IForecastModel
{
    private readonly DemandProfile _profile;
    private readonly double _capacity;
    private readonly int _firstSlot;
    private UseState _state;
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
        _firstSlot = profile.Slots.After(firstSlot, 0);
        _slot = _firstSlot;
        _state = UseState.Before(profile);
    }

    /// <inheritdoc/>
    public string Name => ModelNames.ColdStart;

    /// <summary>Expected share of capacity in the long run: the siblings' at first, its own later.</summary>
    public double Level => DemandProfile.ShareOf(_state.Mean);

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        _state = UseState.Before(_profile);
        _slot = _firstSlot;
        foreach (double value in history)
        {
            Update(value);
        }
    }

    /// <inheritdoc/>
    public void Update(double value)
    {
        _state = _state.After(_profile, steps: 1);
        if (double.IsFinite(value))
        {
            _state = _state.Knowing(_profile, DemandProfile.UseOf(value / (_capacity * _profile.Shape[_slot])));
        }

        _slot = _profile.Slots.After(_slot, 1);
    }

    /// <inheritdoc/>
    public void Forecast(Span<double> path)
    {
        for (int step = 0; step < path.Length; step++)
        {
            path[step] = Demand(step, normal: 0);
        }
    }

    /// <inheritdoc/>
    public void Forecast(ReadOnlySpan<double> levels, int steps, Span<double> quantiles)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNotEqual(quantiles.Length, levels.Length * steps);
        for (int level = 0; level < levels.Length; level++)
        {
            double normal = levels[level] == 0.5 ? 0 : NormalQuantile.Of(levels[level]);
            for (int step = 0; step < steps; step++)
            {
                quantiles[(level * steps) + step] = Demand(step, normal);
            }
        }
    }

    private double Demand(int step, double normal)
    {
        UseState state = _state.After(_profile, step + 1);
        double use = state.Mean + state.Deviation + (normal * Math.Sqrt(state.Variance(_profile)));

        return _capacity * DemandProfile.ShareOf(use) * _profile.Shape[_profile.Slots.After(_slot, step)];
    }
}
