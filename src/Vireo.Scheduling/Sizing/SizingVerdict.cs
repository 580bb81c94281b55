using System.Text.Json.Serialization;

namespace Vireo.Scheduling.Sizing;

/// <summary>How a machine's size fits what it does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SizingVerdict>))]
public enum SizingVerdict
{
    /// <summary>Too little is known to say.</summary>
    Unknown,

    /// <summary>It fits.</summary>
    Fits,

    /// <summary>It runs, does nothing and nobody talks to it.</summary>
    Zombie,

    /// <summary>It does next to nothing.</summary>
    Idle,

    /// <summary>It could do with less.</summary>
    Oversized,

    /// <summary>It needs more.</summary>
    Undersized,
}
