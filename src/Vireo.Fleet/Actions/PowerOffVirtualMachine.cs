using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Stops a virtual machine, gracefully where the guest can.</summary>
public sealed record PowerOffVirtualMachine(VirtualMachineId VirtualMachine) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.PowerOffVirtualMachine;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
