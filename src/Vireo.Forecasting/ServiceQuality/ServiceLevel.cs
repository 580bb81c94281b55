using System.Collections.Immutable;

namespace Vireo.Forecasting.ServiceQuality;

/// <summary>What was learned of the service that a group of replicas gives. Immutable.</summary>
public sealed class ServiceLevel
{
    /// <summary>How sure answers are: one interval in twenty exceeds the upper bound.</summary>
    public const double Coverage = 0.9;

    private readonly ImmutableDictionary<QualityMeasure, QualityModel> _models;
    private readonly QualityObservation[] _responses;

    internal ServiceLevel(
        ServiceConditions now, ImmutableDictionary<QualityMeasure, QualityModel> models, QualityObservation[] responses)
    {
        Now = now;
        _models = models;
        _responses = responses;
    }

    /// <summary>What a replica has to cope with lately: mean load and size, and the contention that one interval in ten
    /// exceeds. Load in MHz of processor time.</summary>
    public ServiceConditions Now { get; private init; }

    /// <summary>How many observations the answers rest on.</summary>
    public int Observations => _responses.Length;

    /// <summary>What answers for a measure; null when it was never measured.</summary>
    public QualityModel? ModelOf(QualityMeasure measure) => _models.GetValueOrDefault(measure);

    /// <summary>The largest load, in MHz, under which one replica of today's size stays within a response
    /// time.</summary>
    public double Carries(TimeSpan responseTime) => ReplicaCapacity.Of(
        _models[QualityMeasure.ResponseTime], _responses, Now, responseTime.TotalSeconds, Coverage);

    /// <summary>The same under other conditions.</summary>
    internal ServiceLevel Under(ServiceConditions now) => new(now, _models, _responses);
}
