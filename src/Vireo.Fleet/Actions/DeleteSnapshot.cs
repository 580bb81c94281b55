using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Gives a snapshot up; the machine stays as it is. Only people order it.</summary>
/// <param name="VirtualMachine">The machine.</param>
/// <param name="Snapshot">The snapshot's name.</param>
public sealed record DeleteSnapshot(VirtualMachineId VirtualMachine, string Snapshot) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Snapshots;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
