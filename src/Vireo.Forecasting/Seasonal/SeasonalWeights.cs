namespace Vireo.Forecasting.Seasonal;

/// <summary>How fast the parts of a <see cref="SeasonalState"/> follow.</summary>
/// <param name="Level">Share of an error that the level takes.</param>
/// <param name="Seasons">Share that each season takes, shortest first.</param>
/// <param name="Persistence">What is left one step later of the error that nothing took, 0 to 1.</param>
public sealed record SeasonalWeights(double Level, double[] Seasons, double Persistence)
{
    /// <summary>The share of an error that is not learned but only remembered.</summary>
    public double Remembered => 1 - Level - Seasons.Sum();
}
