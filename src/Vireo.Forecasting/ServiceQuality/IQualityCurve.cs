namespace Vireo.Forecasting.ServiceQuality;

/// <summary>From conditions to the expected quality: never better with more load or contention, never worse with more
/// processors or memory.</summary>
internal interface IQualityCurve
{
    /// <summary>The expected value; finite.</summary>
    double At(ServiceConditions conditions);
}
