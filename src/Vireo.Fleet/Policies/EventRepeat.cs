using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>When a known event comes again.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EventRepeat>))]
public enum EventRepeat
{
    /// <summary>Never.</summary>
    Once,

    /// <summary>Every day at the same time.</summary>
    Daily,

    /// <summary>Every week on the same day at the same time.</summary>
    Weekly,

    /// <summary>Every month on the same day, or on its last where it is shorter.</summary>
    Monthly,

    /// <summary>Every year on the same day; 29 February falls on the 28th in common years.</summary>
    Yearly,
}
