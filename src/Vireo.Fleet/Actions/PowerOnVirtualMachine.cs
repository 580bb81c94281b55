using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Starts a virtual machine on a host.</summary>
public sealed record PowerOnVirtualMachine(VirtualMachineId VirtualMachine, HostId On) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.PowerOnVirtualMachine;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
