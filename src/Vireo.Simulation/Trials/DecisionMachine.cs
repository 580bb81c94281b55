using Vireo.Fleet;

namespace Vireo.Simulation.Trials;

/// <summary>A machine of a decision.</summary>
public sealed record DecisionMachine
{
    /// <summary>Its identifier.</summary>
    public VirtualMachineId Id { get; init; }

    /// <summary>Where it runs.</summary>
    public HostId Host { get; init; }

    /// <summary>The median of its CPU demand, in MHz, for the whole horizon.</summary>
    public double Median { get; init; } = 1_000;

    /// <summary>The 0.95 quantile of its CPU demand, in MHz; null for the same as the median.</summary>
    public double? Upper { get; init; }

    /// <summary>Whose machines it peaks together with, of <see cref="DecisionTrial.PeaksTogether"/>; empty for
    /// nobody's.</summary>
    public string With { get; init; } = "";

    /// <summary>Memory.</summary>
    public int Gib { get; init; } = 4;
}
