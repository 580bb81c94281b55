namespace Vireo.Scheduling.Placement.Consolidating;

/// <summary>How fast demand is learned. Gains are the weight of the newest observation once enough are there.</summary>
public sealed record DemandOptions
{
    /// <summary>Of the slow mean.</summary>
    public double MeanGain { get; init; } = 0.05;

    /// <summary>Of the variance of forecast errors.</summary>
    public double VarianceGain { get; init; } = 0.1;

    /// <summary>What is kept of the correlation from one observation to the next.</summary>
    public double CorrelationDecay { get; init; } = 0.98;

    /// <summary>Standard deviation of an unknown machine's errors, as a part of its capacity.</summary>
    public double PriorDeviationRatio { get; init; } = 0.065;

    /// <summary>Observations that the fleet's mean counts for in a new machine's.</summary>
    public double PriorMeanCount { get; init; } = 0.5;

    /// <summary>Observations that the prior deviation counts for.</summary>
    public double PriorVarianceCount { get; init; } = 10;

    /// <summary>Correlation of an unknown machine's neighbouring observations.</summary>
    public double PriorCorrelation { get; init; } = 0.4;

    /// <summary>Observations, of the prior deviation, that it counts for.</summary>
    public double PriorCorrelationCount { get; init; } = 16;
}
