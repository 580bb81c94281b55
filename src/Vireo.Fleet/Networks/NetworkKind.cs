using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>How a network's packets travel between hosts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NetworkKind>))]
public enum NetworkKind
{
    /// <summary>In tunnels between hosts.</summary>
    Overlay,

    /// <summary>On a physical network, with a VLAN tag or without.</summary>
    Vlan,
}
