using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What counts as one place for a rule that keeps machines together or apart.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AffinityScope>))]
public enum AffinityScope
{
    /// <summary>A host.</summary>
    Host,

    /// <summary>A fault domain: a rack, power feed or site; a host that names none is one of its own.</summary>
    FaultDomain,
}
