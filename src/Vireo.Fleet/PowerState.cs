using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Whether a virtual machine runs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PowerState>))]
public enum PowerState
{
    /// <summary>Running.</summary>
    On,

    /// <summary>Stopped.</summary>
    Off,

    /// <summary>Suspended to memory or disk.</summary>
    Suspended,

    /// <summary>Being created; counts against every limit (S29).</summary>
    Creating,

    /// <summary>Being deleted; counts against every limit (S29).</summary>
    Deleting,

    /// <summary>Failed to start or crashed; counts against every limit (S29).</summary>
    Failed,
}
