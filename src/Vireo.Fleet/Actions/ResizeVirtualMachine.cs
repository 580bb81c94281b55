using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Changes a virtual machine's cores and memory.</summary>
public sealed record ResizeVirtualMachine(VirtualMachineId VirtualMachine, int Cores, MemoryBytes Memory) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Resize;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
