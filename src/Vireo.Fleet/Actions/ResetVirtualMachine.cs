using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Starts a running virtual machine anew without asking its guest, as its reset button would; what the guest has
/// not written is lost. Only people order it.</summary>
public sealed record ResetVirtualMachine(VirtualMachineId VirtualMachine) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Reset;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
