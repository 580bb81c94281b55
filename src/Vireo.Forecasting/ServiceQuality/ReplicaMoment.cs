namespace Vireo.Forecasting.ServiceQuality;

/// <summary>What one replica did in one interval; NaN where that was not measured.</summary>
/// <param name="Conditions">What it had to cope with.</param>
/// <param name="ResponseTime">In seconds.</param>
/// <param name="ErrorRate">0 to 1.</param>
/// <param name="PacketLoss">0 to 1.</param>
internal readonly record struct ReplicaMoment(
    ServiceConditions Conditions, double ResponseTime, double ErrorRate, double PacketLoss)
{
    /// <summary>One of the three.</summary>
    public QualityObservation Of(QualityMeasure measure) => new(Conditions, measure switch
    {
        QualityMeasure.ResponseTime => ResponseTime,
        QualityMeasure.ErrorRate => ErrorRate,
        _ => PacketLoss,
    });
}
