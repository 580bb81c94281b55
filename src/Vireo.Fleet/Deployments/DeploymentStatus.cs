using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>How far a deployment has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeploymentStatus>))]
public enum DeploymentStatus
{
    /// <summary>Its machines are being made, or wait for room, for a mode or for a person.</summary>
    Running,

    /// <summary>All its machines serve.</summary>
    Done,

    /// <summary>A step failed; what was made is taken away again.</summary>
    Undoing,

    /// <summary>Nothing of it is left.</summary>
    Undone,
}
