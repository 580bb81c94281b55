namespace Vireo.Simulation;

/// <summary>What to run in the model of the reference simulator.</summary>
public sealed record ReferenceSimulationOptions
{
    /// <summary>One of <see cref="ReferenceSimulation.Scenarios"/>.</summary>
    public required string ScenarioName { get; init; }

    /// <summary>A trace file, or for the fleet a folder of them.</summary>
    public required string TracesPath { get; init; }

    /// <summary>As in the field: <c>thr-mmt-0.8</c>, <c>lr-mmt-1.2</c>, <c>mfped</c>, <c>vireo</c> and so on.</summary>
    public required string PolicyName { get; init; }

    /// <summary>How many hosts; null for what the scenario usually has.</summary>
    public int? Hosts { get; init; }

    /// <summary>How many virtual machines at most; null for all.</summary>
    public int? Vms { get; init; }

    /// <summary>Of policies that draw lots.</summary>
    public long Seed { get; init; } = 1;
}
