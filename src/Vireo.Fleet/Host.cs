using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>A physical machine that runs virtual machines.</summary>
/// <param name="Id">Unique in the fleet.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Provider">The hypervisor system that manages it.</param>
/// <param name="Cluster">The placement domain it belongs to.</param>
/// <param name="State">Power and reachability.</param>
/// <param name="IsInMaintenance">In, or entering, maintenance: it receives nothing (S4).</param>
/// <param name="Cores">Physical cores; zero is bad data and makes the host unusable (S28).</param>
/// <param name="CpuCapacity">All cores together.</param>
/// <param name="MemoryCapacity">Memory that guests may use.</param>
/// <param name="NetworkCapacity">Of the link that carries migrations.</param>
/// <param name="Power">Watts against CPU ratio.</param>
/// <param name="FaultDomain">Rack, power feed or site whose loss takes the host with it (S7).</param>
/// <param name="Model">Hardware generation, for people.</param>
public sealed record Host(
    HostId Id,
    string Name,
    ProviderId Provider,
    ClusterId Cluster,
    HostState State,
    bool IsInMaintenance,
    int Cores,
    CpuMhz CpuCapacity,
    MemoryBytes MemoryCapacity,
    BytesPerSecond NetworkCapacity,
    PowerCurve Power,
    string FaultDomain,
    string Model)
{
    /// <summary>Whether a virtual machine may be put here: on, not in maintenance, with believable capacity.</summary>
    public bool CanReceive =>
        State == HostState.On && !IsInMaintenance && Cores > 0 && CpuCapacity.Value > 0 && MemoryCapacity.Value > 0;

    /// <summary>Whether it is never switched off, as its provider could not switch it on again: then emptying it saves
    /// nothing.</summary>
    public bool StaysOn { get; init; }

    /// <summary>Its hypervisor's own maintenance mode: entered once policy has emptied the host, and left when the work
    /// is done.</summary>
    public MaintenanceMode MaintenanceMode { get; init; }

    /// <summary>Which ways to it are silent; null when it answers, or its provider tries one way only.</summary>
    public HostSilence? Silence { get; init; }

    /// <summary>Features of its CPUs that machines can use, as the provider names them; empty where it says
    /// nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TagSet CpuFeatures { get; init; }

    /// <summary>What its disks, or its way to shared ones, carry; zero where that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public BytesPerSecond DiskCapacity { get; init; }

    /// <summary>Devices that machines can be given whole, such as graphics cards.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DeviceCounts Devices { get; init; }

    /// <summary>How its memory is divided among its processors; null where that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public NumaTopology? Numa { get; init; }

    /// <summary>What is lost together with it: its fault domain, or the host alone where it names none.</summary>
    [JsonIgnore]
    public string LostWith => FaultDomain.Length > 0 ? $"domain {FaultDomain}" : $"host {Id}";

    /// <summary>Whether a machine has more cores or memory than any of its NUMA nodes, and so reaches for memory that is far
    /// from its cores; not where that is not known.</summary>
    public bool SpansNodes(VirtualMachine machine) => Numa is { Nodes.Length: > 1 } numa
        && !numa.Nodes.Any(node => machine.Cores <= node.Cpus && machine.Memory <= node.Memory);

    /// <summary>The capacity of one core.</summary>
    public CpuMhz CpuPerCore => Cores > 0 ? CpuCapacity * (1.0 / Cores) : CpuMhz.Zero;
}
