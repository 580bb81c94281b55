using System.Collections.Immutable;

namespace Vireo.Forecasting.ServiceQuality;

/// <summary>Learns the service of one group, one observation a step, in bounded memory.</summary>
/// <remarks>When memory is full, every second observation of the older half goes: what is long past is remembered
/// coarsely and for long. When a fit is due is counted and never timed, so that a replay learns the same.</remarks>
internal sealed class ServiceLearner
{
    private const int Most = 768;
    private const int Fewest = 72;
    private const int Recent = 24;
    private const double Growth = 1.5;
    private readonly List<ReplicaMoment> _moments = [];
    private long _learned;
    private long _fittedWith;
    private ServiceLevel? _level;

    /// <summary>The first step that was not seen yet.</summary>
    public long Next { get; private set; } = long.MinValue;

    /// <summary>Steps since the last fit; any number before the first.</summary>
    public long Age => _learned - _fittedWith;

    /// <summary>What is known; null before the first fit.</summary>
    public ServiceLevel? Level => _level?.Under(Lately());

    /// <summary>Whether enough was seen, and enough of it since the last fit.</summary>
    /// <param name="daySteps">Steps in a day: it is fitted anew after at most as many observations.</param>
    public bool IsDue(int daySteps) =>
        _learned >= Fewest && (_learned >= Growth * _fittedWith || Age >= daySteps);

    /// <summary>Takes in a step; null where no replica was fully measured.</summary>
    public void Learn(long step, ReplicaMoment? moment)
    {
        Next = step + 1;
        if (moment is not { } seen)
        {
            return;
        }

        if (_moments.Count == Most)
        {
            Thin();
        }

        _moments.Add(seen);
        _learned++;
    }

    /// <summary>Fits the models anew. About half a second of one core.</summary>
    public void Fit()
    {
        var models = ImmutableDictionary.CreateBuilder<QualityMeasure, QualityModel>();
        foreach (QualityMeasure measure in Enum.GetValues<QualityMeasure>())
        {
            QualityObservation[] seen =
                [.. _moments.Select(moment => moment.Of(measure)).Where(one => !double.IsNaN(one.Value))];
            if (seen.Length > 0)
            {
                models.Add(measure, QualityModel.Fit(seen, measure));
            }
        }

        _fittedWith = _learned;
        _level = new ServiceLevel(
            Lately(), models.ToImmutable(), [.. _moments.Select(moment => moment.Of(QualityMeasure.ResponseTime))]);
    }

    private ServiceConditions Lately()
    {
        ReplicaMoment[] recent = [.. _moments.TakeLast(Recent)];
        double[] contention = [.. recent.Select(moment => moment.Conditions.Contention).Order()];

        return new(
            recent.Average(moment => moment.Conditions.Load),
            contention[(int)(ServiceLevel.Coverage * (contention.Length - 1))],
            recent.Average(moment => moment.Conditions.VirtualCpus),
            recent.Average(moment => moment.Conditions.MemoryGib));
    }

    private void Thin()
    {
        int kept = 0;
        for (int i = 0; i < _moments.Count; i++)
        {
            if (i >= Most / 2 || i % 2 == 0)
            {
                _moments[kept++] = _moments[i];
            }
        }

        _moments.RemoveRange(kept, _moments.Count - kept);
    }
}
