namespace Vireo.Forecasting.Croston;

/// <summary>How demand that is mostly zero is smoothed.</summary>
public enum CrostonVariant
{
    /// <summary>Size over interval (Croston, 1972).</summary>
    Croston,

    /// <summary>The same, less its bias: times 1 − α/2 (1 − 1/interval) (Syntetos &amp; Boylan, 2001).</summary>
    SyntetosBoylan,

    /// <summary>Size times probability, which also falls while nothing happens (Teunter, Syntetos &amp; Babai,
    /// 2011).</summary>
    TeunterSyntetosBabai,
}
