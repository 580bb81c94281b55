using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>Everything a provider knows to exist, at one instant.</summary>
/// <param name="At">The provider's own clock.</param>
/// <param name="Hosts">In any order.</param>
/// <param name="VirtualMachines">In any order.</param>
public sealed record ProviderInventory(
    DateTimeOffset At, ImmutableArray<Host> Hosts, ImmutableArray<VirtualMachine> VirtualMachines)
{
    /// <summary>Resource pools that it enforces; empty where it knows none.</summary>
    public ImmutableArray<PoolSetting> Pools { get; init; } = [];

    /// <summary>What a load balancer sends requests to, where it is one; null otherwise.</summary>
    public ImmutableArray<Backend>? Backends { get; init; }

    /// <summary>The network that it manages; null where it manages none.</summary>
    public NetworkSight? Network { get; init; }

    /// <summary>Storage that machines can be moved between; null where it names none.</summary>
    public ImmutableArray<Datastore>? Datastores { get; init; }

    /// <summary>Names of what templates can be copied from; null where it cannot say.</summary>
    public ImmutableArray<string>? Images { get; init; }
}
