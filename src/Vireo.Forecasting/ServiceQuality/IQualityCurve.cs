namespace Vireo.Forecasting.ServiceQuality;

/// <summary>From conditions to the expected quality: never better with more load or contention, never worse with more
/// processors or memory.</summary>
internal interface IQualityCurve
{
    /// <summary>The expected value; finite.</summary>
    /// <param name="conditions">Under which.</param>
    /// <param name="level">0.5 for the expected value; lower or higher for what else the observations allow the curve
    /// to be, where that is known. Noise of single observations is not part of it.</param>
    double At(ServiceConditions conditions, double level);
}
