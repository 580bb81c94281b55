using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Simulation.Trials;

/// <summary>What is expected of a whole loop; what is null or empty is not asked for.</summary>
public sealed record FleetExpectation
{
    /// <summary>Of groups.</summary>
    public ImmutableSortedDictionary<string, GroupExpectation> Groups { get; init; } =
        ImmutableSortedDictionary<string, GroupExpectation>.Empty;

    /// <summary>Of pools.</summary>
    public ImmutableSortedDictionary<string, PoolExpectation> Pools { get; init; } =
        ImmutableSortedDictionary<string, PoolExpectation>.Empty;

    /// <summary>Of machines' sizes.</summary>
    public ImmutableSortedDictionary<string, SizeExpectation> Sizes { get; init; } =
        ImmutableSortedDictionary<string, SizeExpectation>.Empty;

    /// <summary>Recurring needs that are known at the end, all of them.</summary>
    public ImmutableArray<string>? Needs { get; init; }

    /// <summary>Words of a reason for which something was refused.</summary>
    public string? Refused { get; init; }

    /// <summary>How the deployment ends.</summary>
    public DeploymentStatus? Deployment { get; init; }

    /// <summary>Machines in the whole fleet at the end, exactly.</summary>
    public int? MachinesAtTheEnd { get; init; }

    /// <summary>Share of a host's memory that is promised to machines, on the fullest host at any time, at most.</summary>
    public double? MemoryPromisedAtMost { get; init; }
}
