using System.Collections.Immutable;
using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>What a virtual machine says about itself.</summary>
internal sealed record MachineFacts
{
    /// <summary>The properties that are followed.</summary>
    public static ImmutableArray<string> Paths { get; } =
    [
        "name", "parent", "resourcePool", "datastore", "runtime.powerState", "runtime.host", "runtime.connectionState",
        "runtime.faultToleranceState", "runtime.maxCpuUsage", "config.template", "config.instanceUuid", "config.hardware.numCPU",
        "config.hardware.memoryMB", "config.hardware.device", "config.cpuHotAddEnabled", "config.cpuHotRemoveEnabled",
        "config.memoryHotAddEnabled", "config.extraConfig", "config.files.vmPathName", "guest.ipAddress",
        "guest.toolsRunningStatus", "snapshot", "summary.storage.committed",
    ];

    /// <summary>Its reference.</summary>
    public required ManagedObject Reference { get; init; }

    /// <summary>What people call it; the server writes %, / and \ in it as %25, %2f and %5c.</summary>
    public string Name { get; init; } = "";

    /// <summary>The folder it is in.</summary>
    public ManagedObject? Parent { get; init; }

    /// <summary>The pool it draws from; templates have none.</summary>
    public ManagedObject? Pool { get; init; }

    /// <summary>Where its files are.</summary>
    public ImmutableArray<string> Datastores { get; init; } = [];

    /// <summary>The name of the datastore on which its configuration lies; empty when it is not known.</summary>
    public string Home { get; init; } = "";

    /// <summary>What its files take, in bytes; 0 when the server does not say.</summary>
    public long StorageBytes { get; init; }

    /// <summary>Its snapshots, each after the one that it comes from.</summary>
    public ImmutableArray<SnapshotFacts> Snapshots { get; init; } = [];

    /// <summary>Where it runs or would run: its own word, not that of the host.</summary>
    public ManagedObject? Host { get; init; }

    /// <summary>As the API has it: <c>poweredOn</c> and so on.</summary>
    public string Power { get; init; } = "";

    /// <summary><c>connected</c>, or why not.</summary>
    public string Connection { get; init; } = "";

    /// <summary><c>notConfigured</c> unless it is half of a fault-tolerant pair.</summary>
    public string FaultTolerance { get; init; } = "";

    /// <summary>The most CPU it can use, in MHz; 0 when the server does not say.</summary>
    public long MaxCpuMhz { get; init; }

    /// <summary>Whether it is a template.</summary>
    public bool IsTemplate { get; init; }

    /// <summary>Unique beyond one server; empty when the server does not say.</summary>
    public string InstanceUuid { get; init; } = "";

    /// <summary>Virtual cores.</summary>
    public int Cores { get; init; }

    /// <summary>Configured memory.</summary>
    public long MemoryMebibytes { get; init; }

    /// <summary>The device that ties it to its host; empty for none.</summary>
    public string HeldBy { get; init; } = "";

    /// <summary>Whether cores can be added while it runs.</summary>
    public bool AddsCores { get; init; }

    /// <summary>Whether cores can be taken away while it runs.</summary>
    public bool RemovesCores { get; init; }

    /// <summary>Whether memory can be added while it runs.</summary>
    public bool AddsMemory { get; init; }

    /// <summary>Where it comes from, when Vireo made it; not for a copy of such a machine that others made.</summary>
    public MachineOrigin? Origin => Mark is { } mark && (mark.Of.Length == 0 || mark.Of == InstanceUuid) ? mark : null;

    /// <summary>What its options say of that, its own or those of what it was copied from.</summary>
    public MachineOrigin? Mark { get; init; }

    /// <summary>What it is stopped for, until it runs again; not that of a machine it was copied from.</summary>
    public PendingResize? Pending => Resize is { } resize && resize.Of == InstanceUuid ? resize : null;

    /// <summary>What its options say of that.</summary>
    public PendingResize? Resize { get; init; }

    /// <summary>Where the guest answers; empty when it does not say.</summary>
    public string Address { get; init; } = "";

    /// <summary>Whether VMware Tools run in the guest.</summary>
    public bool HasTools { get; init; }

    /// <summary>Whether it runs.</summary>
    public bool IsOn => Power == "poweredOn";

    /// <summary>Whether its memory is on disk.</summary>
    public bool IsSuspended => Power == "suspended";

    /// <summary>A snapshot by its name; null when there is none.</summary>
    public SnapshotFacts? FindSnapshot(string name) => Snapshots.FirstOrDefault(one => one.Snapshot.Name == name);

    /// <summary>The same with another value of a property; of one that is not known, the same.</summary>
    public MachineFacts With(string path, XElement? value) => path switch
    {
        "name" => this with { Name = Unescape(value?.Value ?? "") },
        "parent" => this with { Parent = ManagedObject.Read(value) },
        "resourcePool" => this with { Pool = ManagedObject.Read(value) },
        "datastore" => this with { Datastores = [.. (value?.Elements() ?? []).Select(one => one.Value).Order(StringComparer.Ordinal)] },
        "runtime.powerState" => this with { Power = value?.Value ?? "" },
        "runtime.host" => this with { Host = ManagedObject.Read(value) },
        "runtime.connectionState" => this with { Connection = value?.Value ?? "" },
        "runtime.faultToleranceState" => this with { FaultTolerance = value?.Value ?? "" },
        "runtime.maxCpuUsage" => this with { MaxCpuMhz = Vim.Whole(value) ?? 0 },
        "config.template" => this with { IsTemplate = Vim.IsTrue(value) },
        "config.instanceUuid" => this with { InstanceUuid = value?.Value ?? "" },
        "config.hardware.numCPU" => this with { Cores = (int)(Vim.Whole(value) ?? 0) },
        "config.hardware.memoryMB" => this with { MemoryMebibytes = Vim.Whole(value) ?? 0 },
        "config.hardware.device" => this with { HeldBy = value?.Elements().Select(FindHold).FirstOrDefault(held => held.Length > 0) ?? "" },
        "config.cpuHotAddEnabled" => this with { AddsCores = Vim.IsTrue(value) },
        "config.cpuHotRemoveEnabled" => this with { RemovesCores = Vim.IsTrue(value) },
        "config.memoryHotAddEnabled" => this with { AddsMemory = Vim.IsTrue(value) },
        "config.extraConfig" => this with { Mark = MachineOrigin.Read(value), Resize = PendingResize.Read(value) },
        "config.files.vmPathName" => this with { Home = HomeOf(value?.Value ?? "") },
        "snapshot" => this with { Snapshots = SnapshotFacts.Read(value) },
        "summary.storage.committed" => this with { StorageBytes = Vim.Whole(value) ?? 0 },
        "guest.ipAddress" => this with { Address = value?.Value ?? "" },
        "guest.toolsRunningStatus" => this with { HasTools = value?.Value == "guestToolsRunning" },
        _ => this,
    };

    // Passthrough devices of any kind, and drives that are connected to media of the host or of the client.
    private static string FindHold(XElement device)
    {
        string type = Vim.TypeOf(device);
        string backing = Vim.TypeOf(device.Child("backing"));
        string label = device.Child("deviceInfo").Text("label") is { Length: > 0 } named ? named : type;
        bool isConnected = Vim.IsTrue(device.Child("connectable").Child("connected"));

        return type is "VirtualPCIPassthrough" or "VirtualSriovEthernetCard" or "VirtualSCSIPassthrough" ? label
            : type is "VirtualUSB" && backing.Contains("HostDevice", StringComparison.Ordinal) ? label
            : type is "VirtualCdrom" or "VirtualFloppy" or "VirtualParallelPort" or "VirtualSerialPort" && isConnected
                && (backing.Contains("Device", StringComparison.Ordinal)
                    || backing.Contains("Passthrough", StringComparison.Ordinal)
                    || backing.Contains("Atapi", StringComparison.Ordinal))
                && !backing.Contains("Remote", StringComparison.Ordinal) ? $"{label}, connected"
            : "";
    }

    // [datastore] folder/name.vmx
    private static string HomeOf(string path) =>
        path.StartsWith('[') && path.IndexOf(']', StringComparison.Ordinal) is > 0 and var end ? path[1..end] : "";

    private static string Unescape(string name) => name
        .Replace("%2f", "/", StringComparison.OrdinalIgnoreCase)
        .Replace("%5c", "\\", StringComparison.OrdinalIgnoreCase)
        .Replace("%25", "%", StringComparison.Ordinal);
}
