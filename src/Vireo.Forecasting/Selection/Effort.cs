namespace Vireo.Forecasting.Selection;

/// <summary>How much work the choice of a model may be.</summary>
public enum Effort
{
    /// <summary>Whatever the number of series permits: <see cref="Thorough"/> up to
    /// <see cref="SeriesBatch.LargestThorough"/>, else <see cref="Quick"/>.</summary>
    BySize,

    /// <summary>A millisecond or two a series: models that are fitted and updated in no time, each from its series
    /// alone. What the loop of a server chooses among.</summary>
    Loop,

    /// <summary>The same and the trees that all series share: what the loop chooses among where the policy says
    /// <c>sharedTrees: true</c>.</summary>
    Quick,

    /// <summary>Everything that can pay, a second a series at worst.</summary>
    Thorough,
}
