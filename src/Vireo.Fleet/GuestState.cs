using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>How far the guest of a machine made from a template has come; what its power state does not show.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GuestState>))]
public enum GuestState
{
    /// <summary>Nothing is known, or nothing is asked of it.</summary>
    Unknown,

    /// <summary>It has not booted, or has not taken its user data yet.</summary>
    Starting,

    /// <summary>cloud-init has ended; whether it serves was not checked yet.</summary>
    Configured,

    /// <summary>It serves.</summary>
    Healthy,

    /// <summary>It was to serve and does not.</summary>
    Unhealthy,
}
