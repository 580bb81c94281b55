using Vireo.Fleet;

namespace Vireo.Simulation.Trials;

/// <summary>A host of a decision.</summary>
public sealed record DecisionHost
{
    /// <summary>Its identifier.</summary>
    public HostId Id { get; init; }

    /// <summary>CPU of all its cores.</summary>
    public double Mhz { get; init; } = 10_000;

    /// <summary>Memory.</summary>
    public int Gib { get; init; } = 64;

    /// <summary>Its fault domain; empty for none.</summary>
    public string Rack { get; init; } = "";

    /// <summary>Whether it is in maintenance.</summary>
    public bool IsInMaintenance { get; init; }

    /// <summary>Whether its error counters say that it will fail.</summary>
    public bool IsFailing { get; init; }
}
