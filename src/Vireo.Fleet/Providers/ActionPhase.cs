using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>How far an action has come, as the provider reports it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ActionPhase>))]
public enum ActionPhase
{
    /// <summary>The provider never saw it.</summary>
    Unknown,

    /// <summary>Accepted and under way.</summary>
    Running,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Ended without effect.</summary>
    Failed,
}
