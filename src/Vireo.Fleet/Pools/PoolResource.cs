using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What resource pools divide. The values index arrays of four.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoolResource>))]
public enum PoolResource
{
    /// <summary>Processor time, in MHz.</summary>
    Cpu,

    /// <summary>Memory, in bytes.</summary>
    Memory,

    /// <summary>Network traffic, in bytes per second.</summary>
    Network,

    /// <summary>Disk traffic, in bytes per second.</summary>
    Disk,
}
