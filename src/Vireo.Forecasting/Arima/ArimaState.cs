namespace Vireo.Forecasting.Arima;

/// <summary>What an ARIMA model knows after some value: the ARMA state, the values that differencing needs, the constant.</summary>
/// <remarks>A value moves it on in O(r + d'), allocating nothing. A gap counts as a value equal to its forecast: right for
/// the forecasts that follow, and a little too sure of itself in the gain of the next few values.</remarks>
internal sealed class ArimaState
{
    private readonly ArmaGain _gain;
    private readonly double[] _arma;
    private readonly double[] _scratch;
    private readonly int[] _lags;
    private readonly double[] _undo;
    private readonly double[] _recent;
    private readonly double _mean;
    private readonly double _slope;
    private long _time;
    private int _newest;

    /// <param name="gain">Position of the gain recursion; taken over.</param>
    /// <param name="arma">The padded state of the differenced series; taken over.</param>
    /// <param name="order">Says how the series was differenced.</param>
    /// <param name="recent">The last d + mD values less mean and slope, oldest first.</param>
    /// <param name="mean">Mean of the series, zero without one.</param>
    /// <param name="slope">Rise a step, zero without drift.</param>
    /// <param name="time">Number of the last value, from one.</param>
    public ArimaState(
        ArmaGain gain, double[] arma, in ArimaOrder order, double[] recent, double mean, double slope, long time)
    {
        _gain = gain;
        _arma = arma;
        _scratch = new double[arma.Length];
        (_lags, _undo) = Differencing.Terms(order);
        _recent = recent;
        _mean = mean;
        _slope = slope;
        _time = time;
        _newest = recent.Length - 1;
    }

    /// <summary>Moves one step on.</summary>
    /// <param name="value">The newest value, or NaN.</param>
    /// <returns>What the value differed from its forecast; zero for a gap.</returns>
    public double Update(double value)
    {
        _time++;
        double before = Undone();
        double expected = before + _arma[0];
        bool isKnown = double.IsFinite(value);
        double adjusted = isKnown ? value - _mean - (_slope * _time) : expected;
        double innovation = isKnown ? adjusted - expected : 0;
        ArmaKernel.StepState(_arma, _gain.Phi, _gain.Gain, innovation);
        _gain.Advance();
        if (_recent.Length > 0)
        {
            _newest = _newest + 1 == _recent.Length ? 0 : _newest + 1;
            _recent[_newest] = adjusted;
        }

        return innovation;
    }

    /// <summary>Fills a path with the expected next values; changes nothing.</summary>
    public void Forecast(Span<double> path)
    {
        _arma.CopyTo(_scratch, 0);
        for (int step = 0; step < path.Length; step++)
        {
            double value = _scratch[0];
            for (int term = 0; term < _lags.Length; term++)
            {
                int lag = _lags[term];
                value += _undo[term] * (lag <= step ? path[step - lag] : Recent(lag - step));
            }

            path[step] = value;
            ArmaKernel.StepState(_scratch, _gain.Phi, _gain.Gain, 0);
        }

        for (int step = 0; step < path.Length; step++)
        {
            path[step] += _mean + (_slope * (_time + step + 1));
        }
    }

    /// <summary>Fills variances of the forecasts, for errors of variance one.</summary>
    /// <remarks>Σ over the coming innovations of their variance times the squared weight in the forecast error: ψ weights
    /// once the gain is steady.</remarks>
    public void ForecastVariances(Span<double> variances)
    {
        variances.Clear();
        var gain = new ArmaGain(_gain);
        double[] response = new double[variances.Length];
        for (int first = 0; first < variances.Length; first++)
        {
            bool isSteady = gain.IsSteady;
            Span<double> weights = response.AsSpan(0, variances.Length - first);
            Respond(gain, weights);
            double sum = 0;
            for (int step = 0; step < weights.Length; step++)
            {
                double square = gain.Variance * weights[step] * weights[step];
                sum += square;
                variances[first + step] += isSteady ? sum : square;
            }

            if (isSteady)
            {
                return;
            }

            gain.Advance();
        }
    }

    /// <summary>A state of its own with the same contents.</summary>
    public ArimaState Clone() => new(this);

    private ArimaState(ArimaState other)
    {
        _gain = new ArmaGain(other._gain);
        _arma = (double[])other._arma.Clone();
        _scratch = new double[_arma.Length];
        (_lags, _undo) = (other._lags, other._undo);
        _recent = (double[])other._recent.Clone();
        (_mean, _slope, _time, _newest) = (other._mean, other._slope, other._time, other._newest);
    }

    // How an innovation of one moves the values from its own on.
    private void Respond(ArmaGain gain, Span<double> weights)
    {
        gain.Gain.CopyTo(_scratch, 0);
        for (int step = 0; step < weights.Length; step++)
        {
            double value = step == 0 ? 1 : _scratch[0];
            if (step > 0)
            {
                ArmaKernel.StepState(_scratch, gain.Phi, gain.Gain, 0);
            }

            for (int term = 0; term < _lags.Length && _lags[term] <= step; term++)
            {
                value += _undo[term] * weights[step - _lags[term]];
            }

            weights[step] = value;
        }
    }

    private double Undone()
    {
        double sum = 0;
        for (int term = 0; term < _lags.Length; term++)
        {
            sum += _undo[term] * Recent(_lags[term]);
        }

        return sum;
    }

    // The value so many steps before the next one.
    private double Recent(int lag)
    {
        int at = _newest - lag + 1;

        return _recent[at < 0 ? at + _recent.Length : at];
    }
}
