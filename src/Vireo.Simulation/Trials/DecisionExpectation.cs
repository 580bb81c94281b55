using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Simulation.Trials;

/// <summary>What is expected of one decision.</summary>
public sealed record DecisionExpectation
{
    /// <summary>Migrations at most.</summary>
    public int AtMostMoves { get; init; }

    /// <summary>The host on which each of these machines ends.</summary>
    public ImmutableSortedDictionary<string, string> Placements { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Hosts that are switched off, all of them.</summary>
    public ImmutableArray<HostId> SwitchedOff { get; init; } = [];

    /// <summary>Machines that are stopped and started again, all of them.</summary>
    public ImmutableArray<VirtualMachineId> Restarted { get; init; } = [];
}
