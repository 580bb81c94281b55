using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Lets a load balancer send requests to a machine.</summary>
/// <param name="VirtualMachine">Which; it serves already.</param>
/// <param name="Pool">The provider that speaks to the load balancer.</param>
/// <param name="Name">What people and name servers call the machine.</param>
/// <param name="Group">The group that it is a replica of.</param>
public sealed record JoinBackendPool(VirtualMachineId VirtualMachine, ProviderId Pool, string Name, VmGroupId Group) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Backends;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Backend(Pool, VirtualMachine);
}
