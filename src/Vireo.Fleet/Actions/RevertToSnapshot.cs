using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Takes a virtual machine back to a snapshot; what it has done since is lost. Only people order it.</summary>
/// <param name="VirtualMachine">The machine; one that runs goes on running, one that is off stays off.</param>
/// <param name="Snapshot">The snapshot's name.</param>
public sealed record RevertToSnapshot(VirtualMachineId VirtualMachine, string Snapshot) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Snapshots;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
