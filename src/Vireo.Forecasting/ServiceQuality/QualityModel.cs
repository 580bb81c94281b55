namespace Vireo.Forecasting.ServiceQuality;

/// <summary>What a service's users will notice: response time, errors or loss under conditions that are only
/// planned.</summary>
/// <remarks>Two curves are fitted, one of a queue and one of boosted trees; the trees answer where they predict clearly
/// better out of sample, for they are flat beyond what was observed. Both are monotone: more load or contention is
/// never better, more processors or memory never worse. Immutable and safe to share between threads.
/// <code>
/// QualityModel latency = QualityModel.Fit(observations, QualityMeasure.ResponseTime);
/// QualityAnswer busier = latency.Ask(now.UnderLoad(1.3), 0.9);
/// QualityAnswer smaller = latency.Ask(now with { VirtualCpus = now.VirtualCpus - 1 }, 0.9);
/// </code></remarks>
public sealed class QualityModel
{
    /// <summary>Name of the queueing curve.</summary>
    public const string Queue = "queue";

    /// <summary>Name of the boosted trees.</summary>
    public const string Trees = "trees";

    private const int FewestForTrial = 40;
    private const int Halvings = 50;
    private const double FurthestLoad = 2;
    private const double SmallestShare = 0.05;

    // Beyond what was observed trees are flat, so a draw goes to the queue.
    private const double TreesMustReach = 0.75;
    private readonly IQualityCurve _curve;
    private readonly QueueCurve _queue;
    private readonly Experience _experience;
    private readonly RelativeErrors _within;
    private readonly RelativeErrors _beyond;
    private readonly double _floor;
    private readonly double _ceiling;

    private QualityModel(
        IQualityCurve curve, QueueCurve queue, string name, Experience experience, CurveTrial trial, double floor,
        double ceiling)
    {
        _curve = curve;
        _queue = queue;
        _experience = experience;
        _within = trial.Within;
        _beyond = trial.Beyond;
        _floor = floor;
        _ceiling = ceiling;
        Curve = name;
        Error = trial.Error;
    }

    /// <summary>Which curve answers: <see cref="Queue"/> or <see cref="Trees"/>.</summary>
    public string Curve { get; }

    /// <summary>Its out-of-sample error as a share of the mean: 0.1 is ten per cent off.</summary>
    public double Error { get; }

    /// <summary>The queue's out-of-sample error.</summary>
    public double QueueError { get; private init; }

    /// <summary>The trees' out-of-sample error; NaN when there were too few observations to try them.</summary>
    public double TreesError { get; private init; }

    /// <summary>Fits both curves and keeps the better one. About half a second for a week of five-minute
    /// means.</summary>
    /// <param name="observations">In order of time. Those with a NaN, a negative value or impossible conditions are
    /// left out. With fewer than 40 the queue answers untried against the trees.</param>
    /// <param name="measure">What the values are; errors and losses never exceed 1.</param>
    /// <exception cref="ArgumentException">Not one observation is usable.</exception>
    public static QualityModel Fit(IReadOnlyList<QualityObservation> observations, QualityMeasure measure)
    {
        bool isTime = measure == QualityMeasure.ResponseTime;
        double ceiling = isTime ? double.PositiveInfinity : 1;
        QualityObservation[] usable =
            [.. observations.Where(seen => seen.Conditions.IsSound && seen.Value >= 0 && double.IsFinite(seen.Value))];
        if (usable.Length == 0)
        {
            throw new ArgumentException(
                $"None of {observations.Count} observations has a value and possible conditions.",
                nameof(observations));
        }

        double mean = usable.Average(seen => seen.Value);
        double floor = Math.Max(SmallestShare * mean, double.Epsilon);
        Experience experience = Experience.Of(usable);
        CurveTrial queue = CurveTrial.Of(usable, seen => QueueCurve.Fit(seen, isTime), floor);
        CurveTrial? trees = usable.Length < FewestForTrial
            ? null
            : CurveTrial.Of(usable, seen => MonotoneTrees.Fit(seen), floor);
        var queueing = QueueCurve.Fit(usable, isTime);
        QualityModel chosen = trees is not null && trees.Error < TreesMustReach * queue.Error
            ? new(MonotoneTrees.Fit(usable), queueing, Trees, experience, trees, floor, ceiling)
            {
                QueueError = queue.Error,
                TreesError = trees.Error,
            }
            : new(queueing, queueing, Queue, experience, queue, floor, ceiling)
            {
                QueueError = queue.Error,
                TreesError = trees?.Error ?? double.NaN,
            };

        return chosen;
    }

    /// <summary>What to expect under some conditions. About a microsecond.</summary>
    /// <param name="conditions">Those planned.</param>
    /// <param name="coverage">Of the interval, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The conditions are impossible or the coverage is out of
    /// range.</exception>
    /// <remarks>The interval holds the means of single intervals like those observed, noise included. Under harder
    /// conditions than any observed it widens with the distance, as the errors did when the busiest observations had to
    /// be told from the rest, and where the observations leave open where the knee is, it spans all knees that explain
    /// them; trees, which are flat there, are not believed alone: it spans the queue's answer too. Under
    /// easier ones the upper bound is that of the easiest observed: easier is never worse. The lower bound is never below
    /// that without any load, which is what load is added to.</remarks>
    public QualityAnswer Ask(ServiceConditions conditions, double coverage)
    {
        if (!conditions.IsSound)
        {
            throw new ArgumentOutOfRangeException(
                nameof(conditions),
                conditions,
                "Load is not negative, contention 0 to 1, processors and memory above 0.");
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(coverage);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(coverage, 1);
        double expected = Math.Clamp(_curve.At(conditions, 0.5), 0, _ceiling);
        ServiceConditions seen = _experience.NoEasier(conditions);
        double distance = _experience.Hardship(conditions) + _experience.Ease(conditions);
        double low = Math.Min(Lower(conditions, distance, coverage), expected);
        double high = Math.Max(Upper(seen, _experience.Hardship(seen), coverage), expected);

        return new(
            expected, Math.Clamp(low, 0, expected), Math.Clamp(high, expected, _ceiling), !_experience.Covers(conditions));
    }

    /// <summary>The largest load under which the upper bound stays within a limit; 0 where even no load does.</summary>
    /// <param name="conditions">Contention and size; their load is not used.</param>
    /// <param name="limit">What users accept, in the unit of the observations.</param>
    /// <param name="coverage">Of the interval whose upper bound is meant, strictly between 0 and 1.</param>
    /// <remarks>By bisection, for answers are monotone; at most twice the load for each processor that was ever
    /// observed, beyond which nothing is known. About fifty questions.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="Ask"/>.</exception>
    public double LargestLoad(ServiceConditions conditions, double limit, double coverage)
    {
        double within = 0;
        double beyond = FurthestLoad * _experience.Load.Most * conditions.VirtualCpus;
        if (Ask(conditions with { Load = beyond }, coverage).Upper <= limit)
        {
            return beyond;
        }

        for (int halving = 0; halving < Halvings; halving++)
        {
            double middle = (within + beyond) / 2;
            bool fits = Ask(conditions with { Load = middle }, coverage).Upper <= limit;
            (within, beyond) = fits ? (middle, beyond) : (within, middle);
        }

        return within;
    }

    private double Lower(ServiceConditions conditions, double distance, double coverage)
    {
        double low = Stretched(_curve.At(conditions, 0.5), _within.Lower(coverage));

        return distance > 0
            ? Math.Min(low, Math.Max(Unloaded(conditions, coverage), Stretched(
                _curve.At(conditions, (1 - coverage) / 2), CurveTrial.At(distance) * _beyond.Lower(coverage))))
            : low;
    }

    // Trees are flat below what was observed, so that the queue's answer counts too.
    private double Unloaded(ServiceConditions conditions, double coverage)
    {
        ServiceConditions idle = conditions.UnderLoad(0);
        double least = Math.Min(_curve.At(idle, (1 - coverage) / 2), _queue.At(idle, (1 - coverage) / 2));

        return Stretched(least, _within.Lower(coverage));
    }

    private double Upper(ServiceConditions conditions, double distance, double coverage)
    {
        double high = Stretched(_curve.At(conditions, 0.5), _within.Upper(coverage));

        return distance > 0
            ? Math.Max(high, Stretched(
                Math.Max(_curve.At(conditions, (1 + coverage) / 2), _queue.At(conditions, (1 + coverage) / 2)),
                CurveTrial.At(distance) * _beyond.Upper(coverage)))
            : high;
    }

    private double Stretched(double value, double share) => value + (share * Math.Max(value, _floor));
}
