namespace Vireo.Forecasting.Intervals;

/// <summary>The bound that a new score keeps with a chosen probability, whatever their distribution.</summary>
/// <remarks>Split conformal prediction (Vovk et al. 2005; Lei et al. 2018): of n exchangeable scores the ⌈(n + 1)(1 −
/// α)⌉-th smallest covers the next with a probability of at least 1 − α. Too few scores for α give an infinite bound:
/// 19 are needed for 5 %.</remarks>
public static class SplitConformal
{
    // (n + 1)(1 − α) is a whole number for the usual levels; rounding must not push it over the next one.
    private const double Rounding = 1e-9;

    /// <summary>The bound.</summary>
    /// <param name="ascending">Scores, smallest first; larger is stranger.</param>
    /// <param name="miscoverage">α, the share of scores that may lie beyond. Zero and less give infinity, one and more
    /// minus infinity.</param>
    public static double Bound(ReadOnlySpan<double> ascending, double miscoverage)
    {
        if (miscoverage >= 1)
        {
            return double.NegativeInfinity;
        }

        double order = Math.Ceiling(((ascending.Length + 1) * (1 - miscoverage)) - Rounding);

        return miscoverage <= 0 || order > ascending.Length
            ? double.PositiveInfinity
            : ascending[Math.Max(1, (int)order) - 1];
    }
}
