namespace Vireo.Forecasting.Ets;

/// <summary>A fitted exponential smoothing that follows its series; the last value while nothing is fitted.</summary>
internal sealed class WarmSmoothing
{
    private readonly EtsParameters _parameters;
    private EtsState? _state;

    /// <summary>Begins to follow.</summary>
    /// <param name="parameters">Weights and damping.</param>
    /// <param name="first">The states before the first value; null to repeat the last value.</param>
    public WarmSmoothing(EtsParameters parameters, EtsState? first)
    {
        _parameters = parameters;
        _state = first;
    }

    /// <summary>Nothing is fitted.</summary>
    public static WarmSmoothing LastValue() => new(new EtsParameters(1), null);

    /// <summary>Follows with one value, NaN for a gap.</summary>
    public void Update(double value)
    {
        if (_state is null && double.IsFinite(value))
        {
            _state = new EtsState(value, 0, EtsSeason.None, []);
        }

        _state?.Update(value, _parameters);
    }

    /// <summary>Forecasts a path; NaN before the first value.</summary>
    public void Forecast(Span<double> path)
    {
        if (_state is null)
        {
            path.Fill(double.NaN);
        }
        else
        {
            _state.Forecast(_parameters.Phi, path);
        }
    }
}
