using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Intervals;

/// <summary>Turns the errors that a model really made, h steps ahead and out of sample, into prediction
/// intervals.</summary>
/// <remarks>Conformal: quantiles of the newest errors at each knot of the horizon, in units of a spread known at the
/// time of forecast, and stretched or shrunk by what the intervals really caught (<see cref="KnotErrors"/>). The spread
/// is the model's own where it knows one (conformalised quantile regression, Romano, Patterson &amp; Candès 2019, with
/// each side on its own scale), else the series' volatility; either stretched by how large errors are of late, so that
/// a restless night does not widen a quiet noon.
/// Until a few errors are known a normal prior stands in and fades. Also keeps score against naive, which is what the
/// gate of the model choice reads.</remarks>
internal sealed class IntervalCalibrator
{
    private const int ErrorsKept = 128;
    private const double PriorWeight = 6;

    /// <summary>Errors that the model's own quantiles count for: they were learned from a whole fleet.</summary>
    private const double OwnWeight = 60;

    private const double AgeAfter = 576;
    private const int CoverageNeeds = 20;
    private const double LargestScore = 1e6;

    /// <summary>In spreads of the series. Single precision then is wrong by less than a hundredth of one.</summary>
    private const double FarAway = 1e5;

    /// <summary>Standard deviation over mean size, for normal errors.</summary>
    private const double DeviationOfMean = 1.25;

    private const double Outer = KnotErrors.Outer;
    private const double Tail = KnotErrors.Tail;

    // Normal scores of the bounds of a promise, in their order.
    private static readonly Vector256<double> Normals = Vector256.Create(
        -NormalQuantile.Of(1 - Outer), NormalQuantile.Of(1 - Outer),
        -NormalQuantile.Of(1 - Tail), NormalQuantile.Of(1 - Tail));

    private readonly HorizonKnots _knots;
    private readonly KnotErrors[] _errors;
    private readonly Promise[] _promises;
    private Volatility _volatility = Volatility.Unknown;
    private long _steps;
    private double _errorSum;
    private double _naiveSum;
    private double _weight;
    private double _intervalSum;
    private double _intervalWeight;
    private KnotSpread? _spread;
    private double _firstError;
    private int _firstCount;
    private long _hits;
    private long _wideHits;
    private long _judged;
    private double _origin;

    public IntervalCalibrator(HorizonKnots knots)
    {
        _knots = knots;
        _errors = [.. knots.Steps.Select(ahead => new KnotErrors(ErrorsKept, ahead))];
        _promises = new Promise[knots.PendingLength];
        Array.Fill(_promises, new Promise { Forecast = float.NaN });
    }

    /// <summary>A spread per root step to assume before errors are known, in the unit of the series.</summary>
    public double PriorScale { get; set; }

    /// <summary>Mean absolute error over the horizon, recent ones most; NaN before the first.</summary>
    public double Error => _errorSum / _weight;

    /// <summary>Naive's, on the same forecasts.</summary>
    public double NaiveError => _naiveSum / _weight;

    /// <summary>Mean interval score (Winkler) of the central 80 %, recent ones most; NaN before the first.</summary>
    public double IntervalScore => _intervalSum / _intervalWeight;

    /// <summary>Roughly how many forecasts <see cref="Error"/> averages.</summary>
    public double Evidence => _weight;

    /// <summary>Share of values inside the central 80 % interval that was promised for them; NaN before the
    /// first.</summary>
    public double Coverage => (double)_hits / _judged;

    /// <summary>The same of the central 95 %.</summary>
    public double WideCoverage => (double)_wideHits / _judged;

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

    /// <summary>Takes over half of what another model's widths learned of the same series.</summary>
    /// <param name="other">On the same knots.</param>
    public void Remember(IntervalCalibrator other)
    {
        for (int knot = 0; knot < _errors.Length; knot++)
        {
            _errors[knot].Remember(other._errors[knot]);
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
                Score(knot, value - _origin, in promise);
            }
        }

        _volatility = _volatility.Next(value);
        if (_weight > AgeAfter)
        {
            _errorSum /= 2;
            _naiveSum /= 2;
            _weight /= 2;
            _intervalSum /= 2;
            _intervalWeight /= 2;
        }
    }

    /// <summary>Notes what was forecast from the newest value.</summary>
    /// <param name="atKnots">The path, at each knot of the horizon.</param>
    /// <param name="spread">What the model itself knows of its spread; null when it knows none.</param>
    public void Expect(ReadOnlySpan<double> atKnots, KnotSpread? spread)
    {
        _spread = spread;
        Write(atKnots);
        _steps++;
    }

    /// <summary>Nothing was forecast from the newest value.</summary>
    public void Skip()
    {
        for (int knot = 0; knot < _errors.Length; knot++)
        {
            Pending(knot).Forecast = float.NaN;
        }

        _steps++;
    }

    /// <summary>Replaces what was noted last: the model was refitted at the same instant.</summary>
    public void Replace(ReadOnlySpan<double> atKnots, KnotSpread? spread)
    {
        _steps--;
        Expect(atKnots, spread);
    }

    /// <summary>How far the quantile lies from the path, for each step. Monotone in the level at every step.</summary>
    /// <remarks>Beyond the horizon the width grows with the root of the distance, as a random walk's.</remarks>
    public void Offsets(double level, Span<double> offsets)
    {
        double normal = NormalQuantile.Of(level);
        int lower = 0;
        double from = 0;
        double to = 0;
        for (int knot = 0; knot < _knots.Steps.Length && lower < offsets.Length; knot++)
        {
            int upper = _knots.Steps[knot];
            from = knot == 0 ? KnotOffset(level, normal, 0) : to;
            to = KnotOffset(level, normal, knot);
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
        ref _promises[_knots.Offsets[knot] + (int)((uint)_steps % (uint)_knots.Steps[knot])];

    // Promises are kept in single precision. Where a series lies far higher than it varies (a counter, bytes, seconds
    // since 1970), they are kept from a point near it.
    private void Approach()
    {
        double last = _volatility.Last;
        if (!(_volatility.Usual > 0) || !(Math.Abs(last - _origin) > FarAway * _volatility.Usual))
        {
            return;
        }

        double shift = _origin - last;
        foreach (ref Promise promise in _promises.AsSpan())
        {
            promise.Forecast = (float)(promise.Forecast + shift);
            promise.Naive = (float)(promise.Naive + shift);
            promise.Bounds = InSingle(Vector256.WidenLower(promise.Bounds.ToVector256()) + Vector256.Create(shift));
        }

        _origin = last;
    }

    private void Write(ReadOnlySpan<double> atKnots)
    {
        Approach();
        double prior = PriorSpread();
        for (int knot = 0; knot < _errors.Length; knot++)
        {
            double expected = atKnots[knot] - _origin;
            KnotScale scale = ScaleAt(knot, prior);
            ref Promise promise = ref Pending(knot);
            promise.Forecast = (float)expected;
            promise.Naive = (float)(_volatility.Last - _origin);
            promise.Below = (float)scale.Below;
            promise.Above = (float)scale.Above;
            promise.Bounds = InSingle(scale.Offsets(_errors[knot].Bounds(), Normals) + Vector256.Create(expected));
        }
    }

    private static Vector128<float> InSingle(Vector256<double> bounds) => Vector256.Narrow(bounds, bounds).GetLower();

    // The value as promises are: from the origin.
    private void Score(int knot, double value, in Promise promise)
    {
        double error = Distance(value, promise.Forecast);
        double weight = _knots.Weights[knot];
        _errorSum += weight * Math.Abs(error);
        _naiveSum += weight * Math.Abs(Distance(value, promise.Naive));
        _weight += weight;
        double missed = Math.Max(0, promise.Low - value) + Math.Max(0, value - promise.High);
        _intervalSum += weight * (promise.High - promise.Low + (missed / Outer));
        _intervalWeight += weight;
        if (_errors[knot].Count >= CoverageNeeds)
        {
            _judged++;
            _hits += value >= promise.Low && value <= promise.High ? 1 : 0;
            _wideHits += value >= promise.Lowest && value <= promise.Highest ? 1 : 0;
            _errors[knot].Judge((float)value, in promise);
        }

        if (knot == 0)
        {
            _firstCount = Math.Min(_firstCount + 1, ErrorsKept);
            _firstError += (Math.Abs(error) - _firstError) / _firstCount;
        }

        _errors[knot].Feel(error);
        double spread = error < 0 ? promise.Below : promise.Above;
        double score = spread > 0 ? Math.Clamp(error / spread, -LargestScore, LargestScore) : Math.Sign(error);
        _errors[knot].Add((float)score, _steps);
    }

    // Promises are kept in single precision: what that cannot tell from the value was right.
    private static double Distance(double value, float promised) => (float)value == promised ? 0 : value - promised;

    private double KnotOffset(double level, double normal, int knot) =>
        ScaleAt(knot, PriorSpread()).Offset(_errors[knot].Quantile(level), normal);

    private KnotScale ScaleAt(int knot, double prior)
    {
        int count = _errors[knot].Count;
        double trust = count / (count + (_spread is null ? PriorWeight : OwnWeight));

        double stretch = _errors[knot].Stretch;
        double usual = stretch * _volatility.Usual;

        return _spread is { } own
            ? new(knot, trust, stretch * own.Below[knot], stretch * own.Above[knot], own, 0)
            : new(knot, trust, usual, usual, null, prior * _knots.Roots[knot]);
    }

    // A model that knows the day moves far less around its forecast than the series moves: its errors one step ahead,
    // which are known first, speak for the steps further ahead until those have errors of their own.
    private double PriorSpread()
    {
        double assumed = Math.Max(PriorScale, DeviationOfMean * _volatility.Usual);

        return ((PriorWeight * assumed) + (_firstCount * DeviationOfMean * _firstError)) / (PriorWeight + _firstCount);
    }
}
