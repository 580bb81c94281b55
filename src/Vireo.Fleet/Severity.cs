using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>How urgent an incident is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Will hurt if it goes on.</summary>
    Warning,

    /// <summary>Hurts now.</summary>
    Critical,
}
