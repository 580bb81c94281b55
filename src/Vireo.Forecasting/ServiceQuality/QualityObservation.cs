namespace Vireo.Forecasting.ServiceQuality;

/// <summary>What a service did under some conditions: the mean of an interval, such as five minutes.</summary>
/// <param name="Conditions">What it had to cope with.</param>
/// <param name="Value">Response time, error rate or packet loss.</param>
public readonly record struct QualityObservation(ServiceConditions Conditions, double Value);
