namespace Vireo.Forecasting.Intervals;

/// <summary>The level at which intervals must be asked for so that the wanted share is really caught, under any
/// drift.</summary>
/// <remarks>Adaptive conformal inference (Gibbs &amp; Candès 2021): α ← α + γ(target − missed). Over T outcomes the
/// share that is missed differs from the target by at most (1 + γ) / (γT), whatever the process. Several steps ahead,
/// keep one for each step and update it when the outcome arrives.</remarks>
/// <param name="Alpha">Share to leave out now; may leave [0, 1], see <see cref="SplitConformal.Bound"/>.</param>
public readonly record struct AdaptiveMiscoverage(double Alpha)
{
    /// <summary>The state after an outcome.</summary>
    /// <param name="isCovered">Whether the interval at <see cref="Alpha"/> caught it.</param>
    /// <param name="target">Share that may be missed, 0 to 1.</param>
    /// <param name="speed">γ: 0.005 is calm, 0.02 quick.</param>
    public AdaptiveMiscoverage Next(bool isCovered, double target, double speed) =>
        new(Alpha + (speed * (target - (isCovered ? 0 : 1))));

    /// <summary>The same, held within bounds: gives up the guarantee for intervals that never become infinite or
    /// empty.</summary>
    public AdaptiveMiscoverage Next(bool isCovered, double target, double speed, double least, double most) =>
        new(Math.Clamp(Next(isCovered, target, speed).Alpha, least, most));
}
