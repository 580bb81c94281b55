namespace Vireo.Fleet;

/// <summary>Anything of the fleet that is measured or acted on.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its identifier among its kind.</param>
public readonly record struct EntityId(EntityKind Kind, string Value) : IComparable<EntityId>
{
    /// <summary>Wraps a virtual machine's identifier.</summary>
    public static EntityId Of(VirtualMachineId id) => new(EntityKind.VirtualMachine, id.Value);

    /// <summary>Wraps a host's identifier.</summary>
    public static EntityId Of(HostId id) => new(EntityKind.Host, id.Value);

    /// <summary>Wraps a provider's identifier.</summary>
    public static EntityId Of(ProviderId id) => new(EntityKind.Provider, id.Value);

    /// <summary>Wraps a cluster's identifier.</summary>
    public static EntityId Of(ClusterId id) => new(EntityKind.Cluster, id.Value);

    /// <summary>Wraps a resource pool's identifier.</summary>
    public static EntityId Of(ResourcePoolId id) => new(EntityKind.Pool, id.Value);

    /// <summary>Wraps a group's identifier.</summary>
    public static EntityId Of(VmGroupId id) => new(EntityKind.Group, id.Value);

    /// <summary>The network that a provider manages.</summary>
    public static EntityId OfNetwork(ProviderId provider) => new(EntityKind.Network, provider.Value);

    /// <summary>A network by its name.</summary>
    public static EntityId OfNetwork(string name) => new(EntityKind.Network, name);

    /// <summary>Wraps a datastore's identifier.</summary>
    public static EntityId Of(DatastoreId id) => new(EntityKind.Datastore, id.Value);

    /// <summary>Names a machine as a load balancer knows it.</summary>
    public static EntityId Backend(ProviderId pool, VirtualMachineId machine) =>
        new(EntityKind.Backend, $"{pool.Value}/{machine.Value}");

    /// <inheritdoc/>
    public int CompareTo(EntityId other) =>
        Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Value, other.Value);

    /// <summary>Kind and identifier, e.g. <c>Host/h-07</c>.</summary>
    public override string ToString() => $"{Kind}/{Value}";
}
