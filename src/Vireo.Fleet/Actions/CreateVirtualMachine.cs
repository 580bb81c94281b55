using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Creates and starts a virtual machine from a template.</summary>
public sealed record CreateVirtualMachine(VirtualMachineId VirtualMachine, VmTemplateId Template, HostId On) : FleetAction
{
    /// <summary>The group it becomes a replica of, if any.</summary>
    public VmGroupId? Group { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Create;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
