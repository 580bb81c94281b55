namespace Vireo.Forecasting.Ets;

/// <summary>How the season enters.</summary>
public enum EtsSeason
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It is added to the level.</summary>
    Additive,

    /// <summary>It multiplies the level; for positive values only.</summary>
    Multiplicative,
}
