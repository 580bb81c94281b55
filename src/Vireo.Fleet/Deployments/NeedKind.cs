using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What returns, and so what is made ready for it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NeedKind>))]
public enum NeedKind
{
    /// <summary>Machines of a template are asked for at the same times: they are asked for ahead of it.</summary>
    Request,

    /// <summary>A group grows at the same times: it has its replicas before.</summary>
    Growth,

    /// <summary>A group loses replicas again and again: one more than it needs stands by.</summary>
    Standby,
}
