using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What is believed of one provider's part of the cluster.</summary>
/// <param name="Hosts">Ordered by identifier.</param>
/// <param name="Machines">Ordered by identifier.</param>
/// <param name="Problems">What was set aside.</param>
internal sealed record ProviderFacts(
    ImmutableArray<Host> Hosts, ImmutableArray<VirtualMachine> Machines, ImmutableArray<InventoryProblem> Problems)
{
    /// <summary>Resource pools that it enforces in the cluster, ordered.</summary>
    public ImmutableArray<PoolSetting> Pools { get; init; } = [];

    /// <summary>The network that it manages, if any.</summary>
    public NetworkSight? Network { get; init; }

    /// <summary>Storage that machines of the cluster can be moved between, ordered; null where it names none.</summary>
    public ImmutableArray<Datastore>? Datastores { get; init; }

    public static ProviderFacts None { get; } = new([], [], []);
}
