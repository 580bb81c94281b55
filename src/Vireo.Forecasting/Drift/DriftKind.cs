namespace Vireo.Forecasting.Drift;

/// <summary>In what way residuals ceased to be what they were.</summary>
public enum DriftKind
{
    /// <summary>They did not.</summary>
    None,

    /// <summary>The values lie above their forecasts for long.</summary>
    Rise,

    /// <summary>The values lie below their forecasts for long.</summary>
    Fall,

    /// <summary>Errors are larger than they used to be, on both sides.</summary>
    Spread,
}
