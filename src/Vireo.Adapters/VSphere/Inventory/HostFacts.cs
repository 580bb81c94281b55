using System.Collections.Immutable;
using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>What a host says about itself.</summary>
internal sealed record HostFacts
{
    /// <summary>The properties that are followed.</summary>
    public static ImmutableArray<string> Paths { get; } =
    [
        "name", "parent", "runtime.connectionState", "runtime.powerState", "runtime.inMaintenanceMode", "summary.hardware",
        "config.network.pnic", "datastore",
    ];

    /// <summary>Its reference.</summary>
    public required ManagedObject Reference { get; init; }

    /// <summary>What people call it; unique at one server.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its cluster, or the one of its own that a host outside of clusters has.</summary>
    public ManagedObject? Parent { get; init; }

    /// <summary><c>connected</c>, <c>notResponding</c> or <c>disconnected</c>.</summary>
    public string Connection { get; init; } = "";

    /// <summary><c>poweredOn</c>, <c>standBy</c> and so on.</summary>
    public string Power { get; init; } = "";

    /// <summary>Whether it takes no machines.</summary>
    public bool IsInMaintenance { get; init; }

    /// <summary>Physical cores.</summary>
    public int Cores { get; init; }

    /// <summary>Of one core.</summary>
    public long CoreMhz { get; init; }

    /// <summary>Physical memory.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Maker, model and processor.</summary>
    public string Model { get; init; } = "";

    /// <summary>The fastest of its links in megabits per second; 0 when none is known.</summary>
    public long LinkMegabits { get; init; }

    /// <summary>The datastores that it reaches.</summary>
    public ImmutableHashSet<string> Datastores { get; init; } = [];

    /// <summary>Whether what it runs is known and can be acted on.</summary>
    public bool IsConnected => Connection == "connected";

    /// <summary>The same with another value of a property; of one that is not known, the same.</summary>
    public HostFacts With(string path, XElement? value) => path switch
    {
        "name" => this with { Name = value?.Value ?? "" },
        "parent" => this with { Parent = ManagedObject.Read(value) },
        "runtime.connectionState" => this with { Connection = value?.Value ?? "" },
        "runtime.powerState" => this with { Power = value?.Value ?? "" },
        "runtime.inMaintenanceMode" => this with { IsInMaintenance = Vim.IsTrue(value) },
        "summary.hardware" => this with
        {
            Cores = (int)(Vim.Whole(value.Child("numCpuCores")) ?? 0),
            CoreMhz = Vim.Whole(value.Child("cpuMhz")) ?? 0,
            MemoryBytes = Vim.Whole(value.Child("memorySize")) ?? 0,
            Model = $"{value.Text("vendor")} {value.Text("model")}, {value.Text("cpuModel")}".Trim(' ', ','),
        },
        "config.network.pnic" => this with
        {
            LinkMegabits = value?.Elements().Max(link => Vim.Whole(link.Child("linkSpeed").Child("speedMb"))) ?? 0,
        },
        "datastore" => this with { Datastores = [.. (value?.Elements() ?? []).Select(one => one.Value)] },
        _ => this,
    };
}
