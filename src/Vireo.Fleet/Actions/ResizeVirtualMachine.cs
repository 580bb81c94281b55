using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Changes a virtual machine's cores and memory, while it runs unless it is restarted for it.</summary>
public sealed record ResizeVirtualMachine(VirtualMachineId VirtualMachine, int Cores, MemoryBytes Memory) : FleetAction
{
    /// <summary>Whether the provider stops it, changes it and starts it again; whatever fails, it is started.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Restarts { get; init; }

    /// <summary>The size it had, to go back to; null in plans that were stored before it was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public MachineSize? From { get; init; }

    /// <summary>Whether it takes an earlier change back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsRevert { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override ActionKinds Kind => ActionKinds.Resize;

    /// <inheritdoc/>
    [JsonIgnore]
    public override EntityId Target => EntityId.Of(VirtualMachine);
}
