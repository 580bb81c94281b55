using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Deletes a virtual machine with its storage; cannot be undone.</summary>
public sealed record DeleteVirtualMachine(VirtualMachineId VirtualMachine) : FleetAction
{
    /// <summary>The group it was a replica of, if any.</summary>
    public VmGroupId? Group { get; init; }

    /// <summary>Whether it goes because it failed or is stuck, not because it is one too many.</summary>
    public bool IsBroken { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Delete;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
