namespace Vireo.Forecasting.Ets;

/// <summary>What the level does between values.</summary>
public enum EtsTrend
{
    /// <summary>It stays.</summary>
    None,

    /// <summary>It goes on along a line.</summary>
    Additive,

    /// <summary>It goes on along a line that flattens.</summary>
    Damped,
}
