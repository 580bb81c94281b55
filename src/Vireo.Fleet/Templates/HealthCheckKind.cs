using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>How it is found out whether a machine serves.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HealthCheckKind>))]
public enum HealthCheckKind
{
    /// <summary>The guest's agent says so.</summary>
    Agent,

    /// <summary>A port accepts connections.</summary>
    Tcp,

    /// <summary>A path answers with a status below 400.</summary>
    Http,
}
