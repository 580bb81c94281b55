using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>A virtual machine as its hypervisor describes it.</summary>
/// <param name="Id">Unique in the fleet.</param>
/// <param name="Name">What people call it; two machines may share one.</param>
/// <param name="Provider">The hypervisor system that manages it.</param>
/// <param name="Cluster">The placement domain within which it can move.</param>
/// <param name="Host">Where it runs or last ran; null when it is placed nowhere.</param>
/// <param name="State">Whether it runs.</param>
/// <param name="Cores">Virtual cores.</param>
/// <param name="CpuCapacity">The most CPU it may use: cores times clock, or its limit.</param>
/// <param name="Memory">Configured memory; what a migration has to carry at most.</param>
/// <param name="Mobility">Whether it can move live.</param>
/// <param name="Group">The replica group it belongs to, if any.</param>
/// <param name="Pool">The resource pool it draws from, if any.</param>
public sealed record VirtualMachine(
    VirtualMachineId Id,
    string Name,
    ProviderId Provider,
    ClusterId Cluster,
    HostId? Host,
    PowerState State,
    int Cores,
    CpuMhz CpuCapacity,
    MemoryBytes Memory,
    Mobility Mobility,
    VmGroupId? Group,
    ResourcePoolId? Pool)
{
    /// <summary>Labels that people or systems gave it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TagSet Tags { get; init; }

    /// <summary>The template it was made from; null when it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public VmTemplateId? Template { get; init; }

    /// <summary>Of the template; null when it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? TemplateVersion { get; init; }

    /// <summary>The deployment it was made by, if any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DeploymentId? Deployment { get; init; }

    /// <summary>How far its guest has come.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public GuestState Guest { get; init; }

    /// <summary>What the agent in its guest tells; null while it does not run, or where its provider asks none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public GuestAgent? Agent { get; init; }

    /// <summary>What can be changed of its size while it runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public LiveResize Live { get; init; }

    /// <summary>Where its disks lie, if they share storage with others and the provider says so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DatastoreId? Datastore { get; init; }

    /// <summary>What its files take there, in bytes; 0 where that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long StorageBytes { get; init; }

    /// <summary>The snapshots that it can go back to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SnapshotSet Snapshots { get; init; }

    /// <summary>CPU features that it uses while it runs: it moves live only to hosts that have them all. Empty where it needs
    /// none in particular, or nothing is said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TagSet CpuFeatures { get; init; }

    /// <summary>Devices of its host that it is given whole; with any it is not moved while it runs, and starts only where they
    /// are free.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DeviceCounts Devices { get; init; }

    /// <summary>What it is promised of its host's link; hard where the host's capacity is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public BytesPerSecond NetworkReservation { get; init; }

    /// <summary>What it is promised of its host's disk bandwidth; hard where the host's capacity is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public BytesPerSecond DiskReservation { get; init; }

    /// <summary>Whether it can get another size without being restarted.</summary>
    public bool CanResizeLive(int cores, MemoryBytes memory) => Live.HasFlag(
        (cores > Cores ? LiveResize.MoreCores : cores < Cores ? LiveResize.FewerCores : LiveResize.None) |
        (memory.Value > Memory.Value ? LiveResize.MoreMemory
            : memory.Value < Memory.Value ? LiveResize.LessMemory : LiveResize.None));

    /// <summary>Whether it runs and nothing says that its guest does not serve.</summary>
    [JsonIgnore]
    public bool IsServing => State == PowerState.On && (Guest is GuestState.Unknown or GuestState.Healthy);
}
