using Vireo.Fleet;

namespace Vireo.Simulation.Trials;

/// <summary>A machine of no group, there from the start.</summary>
public sealed record TrialMachine
{
    /// <summary>Its name, which is its identifier too.</summary>
    public VirtualMachineId Id { get; init; }

    /// <summary>Virtual cores of 1,000 MHz.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>Configured memory.</summary>
    public int MemoryGib { get; init; } = 1;

    /// <summary>The number of the host that it starts on, from 0.</summary>
    public int Host { get; init; }

    /// <summary>CPU wanted, as a ratio of what it has.</summary>
    public TrialLoad Cpu { get; init; } = new() { From = 0.3, To = 0.3 };

    /// <summary>Memory wanted, as a ratio of what it had at the start; above 1 its guest runs out of memory.</summary>
    public TrialLoad Memory { get; init; } = new() { From = 0.5, To = 0.5 };
}
