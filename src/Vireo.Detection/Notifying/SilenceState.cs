using System.Text.Json.Serialization;

namespace Vireo.Detection.Notifying;

/// <summary>How a silence stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SilenceState>))]
public enum SilenceState
{
    /// <summary>It has not begun.</summary>
    Pending,

    /// <summary>It holds.</summary>
    Active,

    /// <summary>It is over.</summary>
    Expired,
}
