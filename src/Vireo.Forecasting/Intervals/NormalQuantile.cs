namespace Vireo.Forecasting.Intervals;

/// <summary>Quantiles of the standard normal distribution: the shape assumed until errors have been seen.</summary>
public static class NormalQuantile
{
    /// <summary>Accurate to 4.5e-4, which is far below what a prior deserves. Abramowitz &amp; Stegun
    /// 26.2.23.</summary>
    public static double Of(double level)
    {
        double tail = Math.Clamp(Math.Min(level, 1 - level), 1e-12, 0.5);
        double t = Math.Sqrt(-2 * Math.Log(tail));
        double z = t - ((2.515517 + (t * (0.802853 + (t * 0.010328))))
            / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))))));

        return level < 0.5 ? -z : z;
    }
}
