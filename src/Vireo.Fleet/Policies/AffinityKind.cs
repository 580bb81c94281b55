using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What a placement rule asks for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AffinityKind>))]
public enum AffinityKind
{
    /// <summary>The machines stay on one host.</summary>
    KeepTogether,

    /// <summary>No two of the machines share a host.</summary>
    KeepApart,

    /// <summary>The machines run only on the listed hosts.</summary>
    OnlyOn,

    /// <summary>The machines never run on the listed hosts.</summary>
    NeverOn,
}
