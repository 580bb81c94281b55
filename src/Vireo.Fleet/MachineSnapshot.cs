using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What a virtual machine was at an instant, to which it can go back.</summary>
/// <param name="Name">Unique among those of its machine.</param>
/// <param name="TakenAt">When, by the hypervisor's clock.</param>
public sealed record MachineSnapshot(string Name, DateTimeOffset TakenAt)
{
    /// <summary>Whether its memory is kept with its disks: then it goes on where it stood; else its guest boots.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasMemory { get; init; }

    /// <summary>Whether the machine has gone on from this one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCurrent { get; init; }

    /// <summary>Whether the machine has written to files of its own since; else its disks hold all of them
    /// (internal).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsExternal { get; init; }

    /// <summary>The one that the machine had gone on from when it was taken; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Parent { get; init; }
}
