namespace Vireo.Forecasting.Intervals;

/// <summary>Stretches or shrinks both sides of an interval until one value in ten falls beyond each.</summary>
/// <remarks>Errors several steps ahead overlap, so a sample of them is worth less than its size and its quantiles are too
/// narrow or too wide for hours. Each value beyond a bound widens that side by γ·0.9 in the logarithm, each other value
/// narrows it by γ·0.1: in the long run a tenth is beyond, whatever the process does. After adaptive conformal
/// inference (Gibbs &amp; Candès 2021).</remarks>
internal readonly record struct WidthTracker(float Low, float High)
{
    private const double Beyond = 0.1;
    private const double Speed = 0.03;
    private const double Least = 0.5;
    private const double Most = 3;
    private static readonly float Wider = (float)Math.Exp(Speed * (1 - Beyond));
    private static readonly float Narrower = (float)Math.Exp(-Speed * Beyond);

    public static WidthTracker Neutral => new(1, 1);

    public double Factor(double level) => level < 0.5 ? Low : High;

    public WidthTracker After(bool isBelow, bool isAbove) => new(Next(Low, isBelow), Next(High, isAbove));

    private static float Next(float factor, bool isBeyond) =>
        (float)Math.Clamp(factor * (isBeyond ? Wider : Narrower), Least, Most);
}
