using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What a placement rule asks for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AffinityKind>))]
public enum AffinityKind
{
    /// <summary>The machines stay in one place.</summary>
    KeepTogether,

    /// <summary>No two of the machines share a place.</summary>
    KeepApart,

    /// <summary>The machines run only on the listed hosts.</summary>
    OnlyOn,

    /// <summary>The machines never run on the listed hosts.</summary>
    NeverOn,

    /// <summary>The machines together use at most so many hosts: what a licence that is paid by the host allows.</summary>
    AtMostHosts,
}
