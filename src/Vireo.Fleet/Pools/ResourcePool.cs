using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>A part of a cluster's capacity with its own promises, and the machines that draw from it.</summary>
public sealed record ResourcePool
{
    /// <summary>Unique in the cluster.</summary>
    public required ResourcePoolId Id { get; init; }

    /// <summary>The pool it is a part of; null when it is a part of the cluster.</summary>
    public ResourcePoolId? Parent { get; init; }

    /// <summary>How it deals with neighbours and members.</summary>
    public PoolKind Kind { get; init; } = PoolKind.Shared;

    /// <summary>Whether its entitlement follows its need.</summary>
    public PoolAllocation Allocation { get; init; } = PoolAllocation.Dynamic;

    /// <summary>What it is promised.</summary>
    public PoolTerms Terms { get; init; } = PoolTerms.Usual;

    /// <summary>Its weight where its parent is an arbiter, above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>For tenants: lent capacity is back within this time, so what the forecast may need until then is
    /// kept.</summary>
    public TimeSpan RecallWithin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For tenants: the probability with which the kept part covers what is needed until lent capacity is
    /// back, 0 to 1. One part in a hundred has to wait for the recall.</summary>
    public double LendingConfidence { get; init; } = 0.99;

    /// <summary>Machines that draw from it; this goes before what their provider says.</summary>
    public ImmutableArray<VirtualMachineId> VirtualMachines { get; init; } = [];

    /// <summary>Groups whose machines draw from it.</summary>
    public ImmutableArray<VmGroupId> Groups { get; init; } = [];

    /// <summary>Names of machines that draw from it, with <c>*</c> for any text: <c>web-*</c>.</summary>
    public ImmutableArray<string> Names { get; init; } = [];
}
