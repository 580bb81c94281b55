using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Keeps what a virtual machine is now, so that it can go back to it. Only people order it, by itself or before
/// another order.</summary>
/// <param name="VirtualMachine">The machine; it runs or is off.</param>
/// <param name="Snapshot">How the snapshot is called.</param>
public sealed record TakeSnapshot(VirtualMachineId VirtualMachine, string Snapshot) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Snapshots;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
