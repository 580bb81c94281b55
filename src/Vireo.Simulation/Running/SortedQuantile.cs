namespace Vireo.Simulation;

/// <summary>Quantiles of durations.</summary>
internal static class SortedQuantile
{
    /// <summary>The smallest value that the given part of all does not exceed; 0 without values.</summary>
    /// <param name="sorted">Ascending.</param>
    /// <param name="part">0 to 1.</param>
    public static double Of(double[] sorted, double part) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min((int)(part * sorted.Length), sorted.Length - 1)];
}
