using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Pools;

/// <summary>How a pool stands: what it is promised, needs, may use, lends and borrows.</summary>
/// <param name="Pool">Which pool.</param>
/// <param name="Parent">The pool it is a part of; null for the cluster.</param>
/// <param name="Depth">0 for a part of the cluster.</param>
/// <param name="Kind">How it deals with neighbours and members.</param>
/// <param name="Allocation">Whether its entitlement follows its need.</param>
/// <param name="Machines">Machines in it and in the pools below it.</param>
/// <param name="Cpu">In MHz.</param>
/// <param name="Memory">In bytes.</param>
/// <param name="Network">In bytes per second; need is not forecast, so reservations are kept in full. Need is what was
/// measured, where that was handed in, else 0.</param>
/// <param name="Disk">In bytes per second; as the network.</param>
public sealed record PoolStanding(
    ResourcePoolId Pool,
    ResourcePoolId? Parent,
    int Depth,
    PoolKind Kind,
    PoolAllocation Allocation,
    int Machines,
    ResourceStanding Cpu,
    ResourceStanding Memory,
    ResourceStanding Network,
    ResourceStanding Disk)
{
    /// <summary>Whether a provider enforces it: until one does, nothing is kept from others and nothing is lent.</summary>
    public bool IsEnforced { get; init; }

    /// <summary>What a provider of it cannot enforce, ordered.</summary>
    public ImmutableArray<PoolResource> NotEnforced { get; init; } = [];

    /// <summary>How it stands by what is enforced: the same, without lent and borrowed where nobody enforces it.</summary>
    public PoolStanding InForce() => this with
    {
        Cpu = InForce(PoolResource.Cpu),
        Memory = InForce(PoolResource.Memory),
        Network = InForce(PoolResource.Network),
        Disk = InForce(PoolResource.Disk),
    };

    /// <summary>How it stands with one resource.</summary>
    public ResourceStanding Of(PoolResource resource) => resource switch
    {
        PoolResource.Cpu => Cpu,
        PoolResource.Memory => Memory,
        PoolResource.Network => Network,
        _ => Disk,
    };

    private ResourceStanding InForce(PoolResource resource) => IsEnforced && !NotEnforced.Contains(resource)
        ? Of(resource)
        : Of(resource) with { Lent = 0, Borrowed = 0 };
}
