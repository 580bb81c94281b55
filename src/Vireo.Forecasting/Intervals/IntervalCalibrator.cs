namespace Vireo.Forecasting.Intervals;

/// <summary>Turns the errors that a model really made, h steps ahead and out of sample, into prediction intervals.</summary>
/// <remarks>Conformal in spirit: quantiles of the newest errors at each knot of the horizon, scaled by the volatility at the
/// time of forecast so that a restless night does not widen a quiet noon, and stretched or shrunk by what the intervals
/// really caught. Until a few errors are known a normal prior stands in and fades. Also keeps score against naive, which is what the gate of the model choice reads.</remarks>
internal sealed class IntervalCalibrator
{
    private const int ErrorsKept = 128;
    private const double PriorWeight = 6;
    private const double AgeAfter = 576;
    private const int CoverageNeeds = 20;
    private readonly HorizonKnots _knots;
    private readonly ErrorQuantiles[] _errors;
    private readonly WidthTracker[] _widths;
    private readonly Promise[] _promises;
    private Volatility _volatility = Volatility.Unknown;
    private long _steps;
    private double _errorSum;
    private double _naiveSum;
    private double _weight;
    private long _hits;
    private long _judged;

    public IntervalCalibrator(HorizonKnots knots)
    {
        _knots = knots;
        _errors = new ErrorQuantiles[knots.Steps.Length];
        for (int knot = 0; knot < _errors.Length; knot++)
        {
            _errors[knot] = new ErrorQuantiles(ErrorsKept);
        }

        _widths = new WidthTracker[knots.Steps.Length];
        Array.Fill(_widths, WidthTracker.Neutral);
        _promises = new Promise[knots.PendingLength];
        Array.Fill(_promises, new Promise { Forecast = float.NaN });
    }

    /// <summary>A spread per root step to assume before errors are known, in the unit of the series.</summary>
    public double PriorScale { get; set; }

    /// <summary>Mean absolute error over the horizon, recent ones most; NaN before the first.</summary>
    public double Error => _errorSum / _weight;

    /// <summary>Naive's, on the same forecasts.</summary>
    public double NaiveError => _naiveSum / _weight;

    /// <summary>Roughly how many forecasts <see cref="Error"/> averages.</summary>
    public double Evidence => _weight;

    /// <summary>Share of values inside the central 80 % interval that was promised for them; NaN before the first.</summary>
    public double Coverage => (double)_hits / _judged;

    /// <summary>Learns the volatility of values that nothing was forecast for.</summary>
    public void Prime(ReadOnlySpan<double> history)
    {
        foreach (double value in history)
        {
            if (double.IsFinite(value))
            {
                _volatility = _volatility.Next(value);
            }
        }
    }

    /// <summary>Takes the newest value (NaN for a gap) and scores the forecasts made for it.</summary>
    public void Settle(double value)
    {
        if (!double.IsFinite(value))
        {
            return;
        }

        for (int knot = 0; knot < _errors.Length; knot++)
        {
            ref Promise promise = ref Pending(knot);
            if (float.IsFinite(promise.Forecast))
            {
                Score(knot, value, in promise);
            }
        }

        _volatility = _volatility.Next(value);
        if (_weight > AgeAfter)
        {
            _errorSum /= 2;
            _naiveSum /= 2;
            _weight /= 2;
        }
    }

    /// <summary>Notes the path forecast from the newest value, at least as long as the horizon.</summary>
    public void Expect(ReadOnlySpan<double> path)
    {
        Write(path);
        _steps++;
    }

    /// <summary>Replaces the path noted last: the model was refitted at the same instant.</summary>
    public void Replace(ReadOnlySpan<double> path)
    {
        _steps--;
        Expect(path);
    }

    /// <summary>How far the quantile lies from the path, for each step. Monotone in the level at every step.</summary>
    /// <remarks>Beyond the horizon the width grows with the root of the distance, as a random walk's.</remarks>
    public void Offsets(double level, Span<double> offsets)
    {
        double scale = _volatility.Scale;
        double normal = NormalQuantile.Of(level);
        int lower = 0;
        double from = 0;
        double to = 0;
        for (int knot = 0; knot < _knots.Steps.Length && lower < offsets.Length; knot++)
        {
            int upper = _knots.Steps[knot];
            from = knot == 0 ? KnotOffset(level, normal, 0, scale) : to;
            to = KnotOffset(level, normal, knot, scale);
            for (int step = lower + 1; step <= upper && step <= offsets.Length; step++)
            {
                offsets[step - 1] = from + ((to - from) * (step - lower) / (upper - lower));
            }

            lower = upper;
        }

        for (int step = _knots.Horizon + 1; step <= offsets.Length; step++)
        {
            offsets[step - 1] = to * Math.Sqrt((double)step / _knots.Horizon);
        }
    }

    private ref Promise Pending(int knot) =>
        ref _promises[_knots.Offsets[knot] + (int)(_steps % _knots.Steps[knot])];

    private void Write(ReadOnlySpan<double> path)
    {
        double scale = _volatility.Scale;
        for (int knot = 0; knot < _errors.Length; knot++)
        {
            double expected = path[_knots.Steps[knot] - 1];
            Pending(knot) = new Promise
            {
                Forecast = (float)expected,
                Naive = (float)_volatility.Last,
                Scale = (float)scale,
                Low = (float)(expected + KnotOffset(0.1, NormalQuantile.Of(0.1), knot, scale)),
                High = (float)(expected + KnotOffset(0.9, NormalQuantile.Of(0.9), knot, scale)),
            };
        }
    }

    private void Score(int knot, double value, in Promise promise)
    {
        double error = value - promise.Forecast;
        double weight = _knots.Weights[knot];
        _errorSum += weight * Math.Abs(error);
        _naiveSum += weight * Math.Abs(value - promise.Naive);
        _weight += weight;
        if (_errors[knot].Count >= CoverageNeeds)
        {
            _judged++;
            _hits += value >= promise.Low && value <= promise.High ? 1 : 0;
            _widths[knot] = _widths[knot].After(value < promise.Low, value > promise.High);
        }

        _errors[knot].Add((float)(promise.Scale > 0 ? error / promise.Scale : error == 0 ? 0 : Math.Sign(error)));
    }

    private double KnotOffset(double level, double normal, int knot, double scale)
    {
        ErrorQuantiles errors = _errors[knot];
        double prior = Math.Max(PriorScale, 1.25 * _volatility.LongRun) * Math.Sqrt(_knots.Steps[knot]) * normal;
        if (errors.Count == 0)
        {
            return prior;
        }

        double trust = errors.Count / (errors.Count + PriorWeight);

        double middle = errors.Quantile(0.5);
        double quantile = middle + (_widths[knot].Factor(level) * (errors.Quantile(level) - middle));

        return (trust * quantile * scale) + ((1 - trust) * prior);
    }
}
