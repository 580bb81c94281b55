using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>What to simulate.</summary>
public sealed record SimulationOptions
{
    /// <summary>One of <see cref="ScenarioCatalog.Names"/>.</summary>
    public required string ScenarioName { get; init; }

    /// <summary>A trace file or folder; only the demo needs none.</summary>
    public string? TracesPath { get; init; }

    /// <summary>The policy in force; <see cref="PolicyPresets"/> has those to compare.</summary>
    public required Policy Policy { get; init; }

    /// <summary>How many hosts; null for what the scenario usually has.</summary>
    public int? Hosts { get; init; }

    /// <summary>How many virtual machines at most; null for all.</summary>
    public int? Vms { get; init; }

    /// <summary>How long, in days; null for one day, or three of the demo, in which its incidents happen. A recorded
    /// trace is not replayed beyond its end.</summary>
    public double? Days { get; init; }

    /// <summary>Of everything random.</summary>
    public long Seed { get; init; } = 1;
}
