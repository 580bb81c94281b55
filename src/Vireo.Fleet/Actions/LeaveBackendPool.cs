using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Takes a machine out of what a load balancer sends requests to: it gets nothing new, ends what it has begun, as
/// far as that does not take too long, and is forgotten there.</summary>
/// <param name="VirtualMachine">Which; it need not exist any more.</param>
/// <param name="Pool">The provider that speaks to the load balancer.</param>
/// <param name="Group">The group that it is or was a replica of.</param>
public sealed record LeaveBackendPool(VirtualMachineId VirtualMachine, ProviderId Pool, VmGroupId Group) : FleetAction
{
    /// <summary>Whether nothing is waited for: it serves nobody any more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AtOnce { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Backends;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Backend(Pool, VirtualMachine);
}
