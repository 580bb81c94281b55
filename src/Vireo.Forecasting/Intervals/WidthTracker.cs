using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Intervals;

/// <summary>Stretches or shrinks both sides of two nested intervals until the promised share of values falls beyond
/// each bound.</summary>
/// <remarks>Errors several steps ahead overlap, so a sample of them is worth less than its size and its quantiles are
/// too narrow or too wide for hours. With β the share that may lie beyond, each value beyond a bound widens that side
/// by γ(1 − β) in the logarithm, each other value narrows it by γβ: in the long run a share of β is beyond, whatever
/// the process does. After adaptive conformal inference (Gibbs &amp; Candès 2021).</remarks>
/// <param name="Factors">Of the inner interval below and above, then of the tails below and above.</param>
internal readonly record struct WidthTracker(Vector128<float> Factors)
{
    private const double Least = 0.25;
    private const double Most = 6;

    // A bound above is crossed upwards: with signs turned, every bound is crossed downwards.
    private static readonly Vector256<double> Signs = Vector256.Create(1.0, -1, 1, -1);

    public static WidthTracker Neutral => new(Vector128<float>.One);

    /// <summary>Of the inner interval, below.</summary>
    public float Low => Factors[0];

    /// <summary>Of the inner interval, above.</summary>
    public float High => Factors[1];

    /// <summary>Of the tail below.</summary>
    public float LowTail => Factors[2];

    /// <summary>Of the tail above.</summary>
    public float HighTail => Factors[3];

    /// <summary>The geometric mean of two: what one learned, half believed of the other.</summary>
    public static WidthTracker Between(WidthTracker one, WidthTracker other) =>
        new(Vector128.Sqrt(one.Factors * other.Factors));

    /// <summary>What an outcome teaches.</summary>
    /// <param name="value">What came.</param>
    /// <param name="bounds">What was promised, in the order of the factors.</param>
    /// <param name="steps">How far each factor moves.</param>
    public WidthTracker After(float value, Vector128<float> bounds, WidthSteps steps)
    {
        Vector256<double> signedBounds = Vector256.WidenLower(bounds.ToVector256()) * Signs;
        Vector256<double> isBeyond = Vector256.LessThan(Vector256.Create((double)value) * Signs, signedBounds);
        Vector256<double> moved = Vector256.WidenLower(Factors.ToVector256())
            * Vector256.ConditionalSelect(isBeyond, steps.Wider, steps.Narrower);
        moved = Vector256.Min(Vector256.Max(moved, Vector256.Create(Least)), Vector256.Create(Most));

        return new(Vector256.Narrow(moved, moved).GetLower());
    }
}
