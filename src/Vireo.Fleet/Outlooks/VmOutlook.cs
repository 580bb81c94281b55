using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What one virtual machine will need.</summary>
/// <param name="VirtualMachine">Which machine.</param>
/// <param name="Cpu">In MHz.</param>
/// <param name="Memory">In bytes.</param>
/// <param name="Quality">Of the data behind it; below the bound nothing is done to the machine (S28).</param>
public sealed record VmOutlook(
    VirtualMachineId VirtualMachine, DemandForecast Cpu, DemandForecast Memory, DataQuality Quality)
{
    /// <summary>Of its host's link, in the direction that is used more; null where that is next to nothing, or not
    /// known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PeakTraffic? Network { get; init; }

    /// <summary>Of its host's disks; null where that is next to nothing, or not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PeakTraffic? Disk { get; init; }
}
