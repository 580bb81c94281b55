namespace Vireo.Forecasting.Ets;

/// <summary>How errors enter: added to the expected value, or in proportion to it.</summary>
public enum EtsError
{
    /// <summary>y = f + e.</summary>
    Additive,

    /// <summary>y = f (1 + e); for positive values only.</summary>
    Multiplicative,
}
