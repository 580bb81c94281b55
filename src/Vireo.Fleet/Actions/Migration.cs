using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Moves a virtual machine to another host of its cluster, its files to another datastore, or both at
/// once.</summary>
/// <param name="VirtualMachine">The machine; to change the host it runs.</param>
/// <param name="From">Where it is.</param>
/// <param name="To">Where it will be; the same host where its files move only.</param>
public sealed record Migration(VirtualMachineId VirtualMachine, HostId From, HostId To) : FleetAction
{
    /// <summary>The datastore that its files move to; null when they stay where they are. Only people order it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DatastoreId? Storage { get; init; }

    /// <summary>Whether its files move and it stays on its host.</summary>
    [JsonIgnore]
    public bool StaysOnHost => Storage is not null && From == To;

    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind =>
        (StaysOnHost ? ActionKinds.None : ActionKinds.Migrate) | (Storage is null ? ActionKinds.None : ActionKinds.MoveStorage);

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
