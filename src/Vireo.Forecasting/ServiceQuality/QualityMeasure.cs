namespace Vireo.Forecasting.ServiceQuality;

/// <summary>What of a service is measured.</summary>
public enum QualityMeasure
{
    /// <summary>Time to answer, in seconds or any other unit, not negative.</summary>
    ResponseTime,

    /// <summary>Share of requests that failed, 0 to 1.</summary>
    ErrorRate,

    /// <summary>Share of packets that were lost, 0 to 1.</summary>
    PacketLoss,
}
