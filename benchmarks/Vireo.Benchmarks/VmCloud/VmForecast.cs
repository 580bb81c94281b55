namespace Vireo.Benchmarks.VmCloud;

/// <summary>A forecast of one task: a point path and quantiles at <see cref="Levels"/>.</summary>
/// <param name="Point">One value a step.</param>
/// <param name="Quantiles">Level-major: a row of one value a step for each level.</param>
internal sealed record VmForecast(double[] Point, double[] Quantiles)
{
    /// <summary>The levels that are scored: bounds of the 95 % and 80 % intervals, and the median.</summary>
    public static double[] Levels { get; } = [0.025, 0.1, 0.5, 0.9, 0.975];

    /// <summary>The row of one level.</summary>
    public ReadOnlySpan<double> Row(int level) => Quantiles.AsSpan(level * Point.Length, Point.Length);

    /// <summary>A forecast whose point is its median.</summary>
    public static VmForecast OfQuantiles(double[] quantiles, int steps) =>
        new(quantiles[(2 * steps)..(3 * steps)], quantiles);
}
