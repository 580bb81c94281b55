using System.Collections.Immutable;

namespace Vireo.Forecasting.ColdStart;

/// <summary>What machines like a newcomer do: how much of their capacity they use, at which time, and how widely they differ.</summary>
/// <param name="Slots">How the week is cut.</param>
/// <param name="Level">Expected demand as a share of capacity.</param>
/// <param name="LevelDeviation">Standard deviation of the logarithm of that share between machines.</param>
/// <param name="NoiseDeviation">Standard deviation, within a machine, of demand over level times shape.</param>
/// <param name="Persistence">Autocorrelation of that ratio from one step to the next, 0 to below 1.</param>
/// <param name="Shape">Demand over the machine's own mean for every slot of the week; its mean is one.</param>
public sealed record DemandProfile(
    WeekSlots Slots,
    double Level,
    double LevelDeviation,
    double NoiseDeviation,
    double Persistence,
    ImmutableArray<double> Shape)
{
    /// <summary>How many independent values of its own a newcomer needs until they count as much as its siblings.</summary>
    /// <remarks>Within over between variance: the weight of the prior mean in a normal-normal model (Gelman et al.,
    /// <em>Bayesian Data Analysis</em>, section 2.5).</remarks>
    public double PriorWeight =>
        Math.Clamp(NoiseDeviation * NoiseDeviation / Math.Max(1e-6, LevelDeviation * LevelDeviation), 0.1, 1_000);
}
