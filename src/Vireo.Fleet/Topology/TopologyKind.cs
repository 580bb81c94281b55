using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What an element of the topology is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TopologyKind>))]
public enum TopologyKind
{
    /// <summary>A host; what lies in it fails with it.</summary>
    Host,

    /// <summary>A switch, in a host or of its own.</summary>
    Switch,

    /// <summary>A port of a host that leads to a wire.</summary>
    Port,

    /// <summary>Several ports that are one.</summary>
    Bond,

    /// <summary>An interface of a virtual machine.</summary>
    Machine,

    /// <summary>What lies beyond what was discovered.</summary>
    Outside,
}
