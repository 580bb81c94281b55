using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Lets a suspended virtual machine go on where it stood still. Only people order it.</summary>
public sealed record ResumeVirtualMachine(VirtualMachineId VirtualMachine) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Suspend;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
