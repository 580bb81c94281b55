namespace Vireo.Simulation.Trials;

/// <summary>A new version of the template that groups are made from.</summary>
public sealed record TrialUpdate
{
    /// <summary>From 2.</summary>
    public int Version { get; init; } = 2;

    /// <summary>When it is configured, in hours after the start.</summary>
    public double AtHour { get; init; }
}
