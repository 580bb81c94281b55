namespace Vireo.Forecasting.Intervals;

/// <summary>Stretches or shrinks both sides of an interval until the promised share of values falls beyond
/// each.</summary>
/// <remarks>Errors several steps ahead overlap, so a sample of them is worth less than its size and its quantiles are
/// too narrow or too wide for hours. With β the share that may lie beyond, each value beyond a bound widens that side
/// by γ(1 − β) in the logarithm, each other value narrows it by γβ: in the long run a share of β is beyond, whatever
/// the process does. After adaptive conformal inference (Gibbs &amp; Candès 2021).</remarks>
internal readonly record struct WidthTracker(float Low, float High)
{
    private const double Least = 0.25;
    private const double Most = 6;

    public static WidthTracker Neutral => new(1, 1);

    /// <summary>The geometric mean of two: what one learned, half believed of the other.</summary>
    public static WidthTracker Between(WidthTracker one, WidthTracker other) =>
        new(MathF.Sqrt(one.Low * other.Low), MathF.Sqrt(one.High * other.High));

    public WidthTracker After(bool isBelow, bool isAbove, in WidthSteps steps) =>
        new(Next(Low, isBelow, steps), Next(High, isAbove, steps));

    private static float Next(float factor, bool isBeyond, in WidthSteps steps) =>
        (float)Math.Clamp(factor * (isBeyond ? steps.Wider : steps.Narrower), Least, Most);
}
