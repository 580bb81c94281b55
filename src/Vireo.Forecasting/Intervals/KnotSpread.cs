namespace Vireo.Forecasting.Intervals;

/// <summary>How far from its forecast a model itself thinks values may fall, at each knot of the horizon.</summary>
/// <remarks>Each side has its distance at the outer tenth and how many times as far the outer fortieth is; between and
/// beyond, the distance is linear in the normal score.</remarks>
internal sealed class KnotSpread(int knots)
{
    private const double NormalTail = 1.959964;
    private const double NormalOuter = 1.281552;

    /// <summary>Distances of the 10 % quantile below, positive.</summary>
    public float[] Below { get; } = new float[knots];

    /// <summary>Distances of the 90 % quantile above.</summary>
    public float[] Above { get; } = new float[knots];

    /// <summary>Distance of the 2.5 % quantile over that of the 10 % one.</summary>
    public float[] BelowTail { get; } = new float[knots];

    /// <summary>Distance of the 97.5 % quantile over that of the 90 % one.</summary>
    public float[] AboveTail { get; } = new float[knots];

    /// <summary>The model's own quantile, as a distance from its forecast.</summary>
    /// <param name="knot">Of the horizon.</param>
    /// <param name="normal">The level's normal score.</param>
    public double At(int knot, double normal)
    {
        double score = Math.Abs(normal);
        double tail = normal < 0 ? BelowTail[knot] : AboveTail[knot];
        double ratio = score <= NormalOuter
            ? score / NormalOuter
            : 1 + ((tail - 1) * (score - NormalOuter) / (NormalTail - NormalOuter));

        return normal < 0 ? -ratio * Below[knot] : ratio * Above[knot];
    }

    /// <summary>Takes what a model says about one knot.</summary>
    /// <param name="knot">Of the horizon.</param>
    /// <param name="quantiles">At 2.5, 10, 50, 90 and 97.5 %, ascending.</param>
    public void Set(int knot, (double Tail, double Low, double Middle, double High, double Head) quantiles)
    {
        double below = quantiles.Middle - quantiles.Low;
        double above = quantiles.High - quantiles.Middle;

        // A bound that equals the median says nothing: its width then comes from the other side.
        double least = LeastShare * Math.Max(below, above);
        Below[knot] = (float)Math.Max(below, least);
        Above[knot] = (float)Math.Max(above, least);
        BelowTail[knot] = Ratio(quantiles.Middle - quantiles.Tail, Below[knot]);
        AboveTail[knot] = Ratio(quantiles.Head - quantiles.Middle, Above[knot]);
    }

    /// <summary>Copies all of another.</summary>
    public void Set(KnotSpread other)
    {
        other.Below.CopyTo(Below, 0);
        other.Above.CopyTo(Above, 0);
        other.BelowTail.CopyTo(BelowTail, 0);
        other.AboveTail.CopyTo(AboveTail, 0);
    }

    private const double LeastShare = 0.1;
    private const float LeastTail = 1.05f;
    private const float LargestTail = 10;

    private static float Ratio(double tail, float outer) =>
        outer > 0 ? Math.Clamp((float)(tail / outer), LeastTail, LargestTail) : (float)(NormalTail / NormalOuter);
}
