namespace Vireo.Forecasting.Arima;

/// <summary>What an ARIMA model knows after some value: the ARMA state, the values that differencing needs, the
/// constant.</summary>
/// <remarks>A value moves it on in O(r + d'), allocating nothing. A gap counts as a value equal to its forecast: right
/// for the forecasts that follow, and a little too sure of itself in the gain of the next few values. A fleet has many
/// of these: all numbers lie in one array, and what only an unsteady gain needs is left out once it is
/// steady.</remarks>
internal sealed class ArimaState
{
    private const int LargestOnStack = 512;

    // φ, k, then the padded state, W while the gain is not steady, and the last d + mD values.
    private readonly double[] _numbers;
    private readonly DifferencingTerms _undo;
    private readonly double _mean;
    private readonly double _slope;
    private readonly int _whole;
    private readonly int _recentLength;
    private GainPosition _position;
    private long _time;
    private int _newest;

    /// <param name="gain">The gain recursion after the last value; copied.</param>
    /// <param name="arma">The padded state of the differenced series; copied.</param>
    /// <param name="order">Says how the series was differenced.</param>
    /// <param name="recent">The last d + mD values less mean and slope, oldest first; copied.</param>
    /// <param name="mean">Mean of the series, zero without one.</param>
    /// <param name="slope">Rise a step, zero without drift.</param>
    /// <param name="time">Number of the last value, from one.</param>
    public ArimaState(
        ArmaGain gain, double[] arma, in ArimaOrder order, double[] recent, double mean, double slope, long time)
    {
        _numbers = [.. gain.Phi, .. gain.Gain, .. arma, .. gain.IsSteady ? [] : gain.Wave, .. recent];
        _position = gain.Position;
        _undo = Differencing.Terms(order);
        _whole = gain.Phi.Length;
        _recentLength = recent.Length;
        _mean = mean;
        _slope = slope;
        _time = time;
        _newest = recent.Length - 1;
    }

    private ArimaState(ArimaState other)
    {
        _numbers = (double[])other._numbers.Clone();
        (_undo, _whole, _recentLength, _position) = (other._undo, other._whole, other._recentLength, other._position);
        (_mean, _slope, _time, _newest) = (other._mean, other._slope, other._time, other._newest);
    }

    private Span<double> Phi => _numbers.AsSpan(0, _whole);

    private Span<double> Gain => _numbers.AsSpan(_whole, _whole);

    private Span<double> Arma => _numbers.AsSpan(2 * _whole, _whole + 1);

    // Empty where the gain was steady from the start.
    private Span<double> Wave => _numbers.AsSpan()[((3 * _whole) + 1)..^_recentLength];

    private Span<double> Recent => _numbers.AsSpan(_numbers.Length - _recentLength);

    /// <summary>Moves one step on.</summary>
    /// <param name="value">The newest value, or NaN.</param>
    /// <returns>What the value differed from its forecast; zero for a gap.</returns>
    public double Update(double value)
    {
        _time++;
        Span<double> arma = Arma;
        double expected = Undone() + arma[0];
        bool isKnown = double.IsFinite(value);
        double adjusted = isKnown ? value - _mean - (_slope * _time) : expected;
        double innovation = isKnown ? adjusted - expected : 0;
        ArmaKernel.StepState(arma, Phi, Gain, innovation);
        _position.Advance(Wave, Phi, Gain);
        if (_recentLength > 0)
        {
            _newest = _newest + 1 == _recentLength ? 0 : _newest + 1;
            Recent[_newest] = adjusted;
        }

        return innovation;
    }

    /// <summary>Fills a path with the expected next values; changes nothing.</summary>
    public void Forecast(Span<double> path)
    {
        Span<double> arma = _whole < LargestOnStack ? stackalloc double[_whole + 1] : new double[_whole + 1];
        Arma.CopyTo(arma);
        for (int step = 0; step < path.Length; step++)
        {
            double value = arma[0];
            for (int term = 0; term < _undo.Lags.Length; term++)
            {
                int lag = _undo.Lags[term];
                value += _undo.Coefficients[term] * (lag <= step ? path[step - lag] : Past(lag - step));
            }

            path[step] = value;
            ArmaKernel.StepState(arma, Phi, Gain, 0);
        }

        for (int step = 0; step < path.Length; step++)
        {
            path[step] += _mean + (_slope * (_time + step + 1));
        }
    }

    /// <summary>Fills variances of the forecasts, for errors of variance one.</summary>
    /// <remarks>Σ over the coming innovations of their variance times the squared weight in the forecast error: ψ
    /// weights once the gain is steady.</remarks>
    public void ForecastVariances(Span<double> variances)
    {
        variances.Clear();
        ArimaState ahead = Clone();
        double[] response = new double[variances.Length];
        for (int first = 0; first < variances.Length; first++)
        {
            GainPosition position = ahead._position;
            Span<double> weights = response.AsSpan(0, variances.Length - first);
            ahead.Respond(weights);
            double sum = 0;
            for (int step = 0; step < weights.Length; step++)
            {
                double square = position.Variance * weights[step] * weights[step];
                sum += square;
                variances[first + step] += position.IsSteady ? sum : square;
            }

            if (position.IsSteady)
            {
                return;
            }

            ahead._position.Advance(ahead.Wave, ahead.Phi, ahead.Gain);
        }
    }

    /// <summary>A state of its own with the same contents.</summary>
    public ArimaState Clone() => new(this);

    // How an innovation of one moves the values from its own on. Uses the ARMA state up.
    private void Respond(Span<double> weights)
    {
        Span<double> arma = Arma;
        Gain.CopyTo(arma);
        for (int step = 0; step < weights.Length; step++)
        {
            double value = step == 0 ? 1 : arma[0];
            if (step > 0)
            {
                ArmaKernel.StepState(arma, Phi, Gain, 0);
            }

            for (int term = 0; term < _undo.Lags.Length && _undo.Lags[term] <= step; term++)
            {
                value += _undo.Coefficients[term] * weights[step - _undo.Lags[term]];
            }

            weights[step] = value;
        }
    }

    private double Undone()
    {
        double sum = 0;
        for (int term = 0; term < _undo.Lags.Length; term++)
        {
            sum += _undo.Coefficients[term] * Past(_undo.Lags[term]);
        }

        return sum;
    }

    // The value so many steps before the next one.
    private double Past(int lag)
    {
        int at = _newest - lag + 1;

        return Recent[at < 0 ? at + _recentLength : at];
    }
}
