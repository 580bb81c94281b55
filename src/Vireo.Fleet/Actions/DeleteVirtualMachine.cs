using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Deletes a virtual machine with its storage; cannot be undone.</summary>
public sealed record DeleteVirtualMachine(VirtualMachineId VirtualMachine) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Delete;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
