using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What hypervisor and guest can change of a machine's size while it runs.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<LiveResize>))]
public enum LiveResize
{
    /// <summary>Nothing, or nothing is known.</summary>
    None = 0,

    /// <summary>Give it cores.</summary>
    MoreCores = 1,

    /// <summary>Take cores away.</summary>
    FewerCores = 2,

    /// <summary>Give it memory.</summary>
    MoreMemory = 4,

    /// <summary>Take memory away.</summary>
    LessMemory = 8,

    /// <summary>Everything.</summary>
    All = 15,
}
