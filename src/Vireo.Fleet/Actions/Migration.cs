using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Moves a running virtual machine to another host of its cluster.</summary>
public sealed record Migration(VirtualMachineId VirtualMachine, HostId From, HostId To) : FleetAction
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Migrate;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
