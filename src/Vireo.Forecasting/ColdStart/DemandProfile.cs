using System.Collections.Immutable;

namespace Vireo.Forecasting.ColdStart;

/// <summary>What machines like a newcomer do: how much of their capacity they use, at which time, and how widely they
/// differ.</summary>
/// <remarks>Use is log(demand / (capacity · shape) + <see cref="Floor"/>): machines differ by factors rather than by
/// sums.</remarks>
/// <param name="Slots">How the week is cut.</param>
/// <param name="Use">Mean use of the machines.</param>
/// <param name="UseDeviation">Standard deviation of use between machines.</param>
/// <param name="NoiseDeviation">Standard deviation of use within a machine.</param>
/// <param name="Persistence">Autocorrelation of the lasting part of that noise from one step to the next, 0 to below
/// 1.</param>
/// <param name="LastingRatio">Share of the noise's variance that lasts; the rest is gone with the next step.</param>
/// <param name="Shape">Demand over the machine's own mean for every slot of the week; its mean is one.</param>
public sealed record DemandProfile(
    WeekSlots Slots,
    double Use,
    double UseDeviation,
    double NoiseDeviation,
    double Persistence,
    double LastingRatio,
    ImmutableArray<double> Shape)
{
    /// <summary>A share of capacity that makes no difference; keeps the logarithm of an idle machine finite.</summary>
    public const double Floor = 0.005;

    private const double LargestShare = 1e9;

    /// <summary>Expected demand of a machine that is not measured yet, as a share of capacity: the median.</summary>
    public double Level => ShareOf(Use);

    /// <summary>The use of a demand, given as a share of capacity and divided by the shape; a negative one counts as
    /// zero.</summary>
    internal static double UseOf(double share) => Math.Log(Math.Clamp(share, 0, LargestShare) + Floor);

    /// <summary>The share of a use.</summary>
    internal static double ShareOf(double use) => Math.Max(0, Math.Exp(Math.Min(use, Math.Log(LargestShare))) - Floor);
}
