using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>How much Vireo may do by itself in a scope.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OperatingMode>))]
public enum OperatingMode
{
    /// <summary>Watches and forecasts; proposes nothing.</summary>
    Observe,

    /// <summary>Shows the plan; carries nothing out.</summary>
    Recommend,

    /// <summary>Carries out what a person approved.</summary>
    Approve,

    /// <summary>Carries out what passes review.</summary>
    Autopilot,
}
