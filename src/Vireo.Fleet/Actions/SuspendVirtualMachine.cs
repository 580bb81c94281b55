using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Lets a running virtual machine stand still until it is resumed: in its host's memory, or on disk. Only people
/// order it.</summary>
public sealed record SuspendVirtualMachine(VirtualMachineId VirtualMachine) : FleetAction
{
    /// <summary>Whether its memory is written to disk and given back to the host; else it stays where it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ToDisk { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Suspend;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
