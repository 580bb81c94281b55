namespace Vireo.Forecasting.Decomposition;

/// <summary>Settings of <see cref="Stl"/>; the defaults are R's.</summary>
/// <param name="SeasonalWindow">Seasons over which the pattern may change, odd, at least 7 by advice; null: it never
/// does.</param>
/// <param name="SeasonalDegree">Degree of the local fit of the pattern, 0 or 1.</param>
/// <param name="TrendWindow">Steps over which the trend may bend; null: 1.5 seasons and a little more, as R
/// chooses.</param>
/// <param name="IsRobust">Whether outliers lose their weight, in 15 further rounds.</param>
public sealed record StlOptions(
    int? SeasonalWindow = null, int SeasonalDegree = 0, int? TrendWindow = null, bool IsRobust = false)
{
    /// <summary>A pattern that never changes.</summary>
    public static StlOptions Periodic { get; } = new();

    internal int InnerRounds => IsRobust ? 1 : 2;

    internal int OuterRounds => IsRobust ? 15 : 0;

    internal int SeasonalWidth(int length) => SeasonalWindow ?? ((10 * length) + 1);

    internal int TrendWidth(int length, int period) =>
        TrendWindow ?? NextOdd((int)Math.Ceiling(1.5 * period / (1 - (1.5 / SeasonalWidth(length)))));

    internal static int NextOdd(int width) => width % 2 == 0 ? width + 1 : width;
}
