namespace Vireo.Forecasting.Arima;

/// <summary>The constant term of an ARIMA model.</summary>
public enum ArimaConstant
{
    /// <summary>No constant.</summary>
    None,

    /// <summary>The mean of a series that is not differenced.</summary>
    Mean,

    /// <summary>A slope: the series rises by the same amount every step.</summary>
    Drift,
}
