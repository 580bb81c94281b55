namespace Vireo.Forecasting.ColdStart;

/// <summary>What events of one kind were seen to do, as sums of logarithms of demand over usual demand.</summary>
internal sealed class EventTally
{
    /// <summary>What "no change" counts for, in occurrences.</summary>
    public const double EventShrinkage = 0.3;

    /// <summary>What the whole event counts for in a phase, in occurrences.</summary>
    private const double PhaseShrinkage = 0.5;

    private const double LargestRatio = 100;

    /// <summary>Of the logarithm, to assume while an event was seen once: half as much again or a third less is nothing
    /// unusual.</summary>
    private const double UnknownSpread = 0.3;

    /// <summary>A scatter, as variance, below which series tell equally well how much events differ.</summary>
    private const double CalmScatter = 0.01;

    private readonly double[] _logs = new double[EventLift.PhaseCount];
    private readonly double[] _weights = new double[EventLift.PhaseCount];
    private readonly int[] _counts = new int[EventLift.PhaseCount];
    private double _log;
    private double _squares;
    private int _count;
    private double _ordinary;
    private int _ordinaryCount;
    private double _within;
    private double _noise;
    private double _freedom;

    // Around the mean of each series that was taken over. While none of them has seen two events, and in a tally of its
    // own, around the mean of all.
    private double Within => _freedom > 0 ? _within : Around;

    private double Freedom => _freedom > 0 ? _freedom : Math.Max(0, _count - 1);

    private double Around => _count < 2 ? 0 : Math.Max(0, _squares - (_log * _log / _count));

    // What Within would be if all events did exactly the same.
    private double Scatter => _freedom > 0 ? _noise : Freedom * Noise;

    // The error of a mean that is seen through scatter.
    private double Worth => 1 / (Noise + CalmScatter);

    // The error of a variance that is seen through scatter grows with the square of what is seen.
    private double Precision => 1 / ((Noise + CalmScatter) * (Noise + CalmScatter));

    private double Noise => _ordinaryCount > 0 ? _ordinary / _ordinaryCount : 0;

    /// <summary>Adds an occurrence.</summary>
    /// <param name="actual">Demand in each phase.</param>
    /// <param name="usual">What it would have been.</param>
    public void Add(ReadOnlySpan<double> actual, ReadOnlySpan<double> usual)
    {
        double whole = LogRatio(Sum(actual), Sum(usual));
        if (!double.IsFinite(whole))
        {
            return;
        }

        _log += whole;
        _squares += whole * whole;
        _count++;
        for (int phase = 0; phase < _logs.Length; phase++)
        {
            double log = LogRatio(actual[phase], usual[phase]);
            if (double.IsFinite(log))
            {
                _logs[phase] += log;
                _weights[phase]++;
                _counts[phase]++;
            }
        }
    }

    /// <summary>Adds a day on which nothing happened.</summary>
    public void AddOrdinary(double actual, double usual)
    {
        double log = LogRatio(actual, usual);
        if (double.IsFinite(log))
        {
            _ordinary += log * log;
            _ordinaryCount++;
        }
    }

    /// <summary>Takes over what another series saw.</summary>
    public void Add(EventTally other)
    {
        _log += other._log;
        _squares += other._squares;
        _count += other._count;
        double weight = other.Precision;
        _within += weight * other.Within;
        _noise += weight * other.Scatter;
        _freedom += weight * other.Freedom;
        _ordinary += other._ordinary;
        _ordinaryCount += other._ordinaryCount;
        for (int phase = 0; phase < _logs.Length; phase++)
        {
            _logs[phase] += other.Worth * other._logs[phase];
            _weights[phase] += other.Worth * other._weights[phase];
            _counts[phase] += other._counts[phase];
        }
    }

    /// <summary>The factors, and how far to believe in them.</summary>
    public EventLift Lift()
    {
        double whole = Sum(_weights) > 0 ? Sum(_logs) / Sum(_weights) : 0;

        return new EventLift([.. Enumerable.Range(0, _logs.Length).Select(phase => Factor(phase, whole))], _count)
        {
            Spread = Freedom > 0 ? Math.Sqrt(Math.Max(0, Within - Scatter) / Freedom) : UnknownSpread,
            Noise = Math.Sqrt(Noise),
        };
    }

    private double Factor(int phase, double whole)
    {
        double own = _counts[phase] > 0 ? _logs[phase] / _weights[phase] : whole;
        double log = ((_counts[phase] * own) + (PhaseShrinkage * whole)) / (_counts[phase] + PhaseShrinkage);

        return Math.Exp(log * Trust(_counts[phase]));
    }

    private static double Trust(int count) => count / (count + EventShrinkage);

    // NaN when the usual demand is nothing: then no factor says what the event did.
    private static double LogRatio(double actual, double usual) =>
        usual > 0 ? Math.Log(Math.Clamp(actual / usual, 1 / LargestRatio, LargestRatio)) : double.NaN;

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
