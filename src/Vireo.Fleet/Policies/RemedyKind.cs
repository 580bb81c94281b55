using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What a remedy does about an incident.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RemedyKind>))]
public enum RemedyKind
{
    /// <summary>Machines leave the host, or the machine leaves its host.</summary>
    Evacuate,

    /// <summary>The machine is stopped and started again.</summary>
    Restart,

    /// <summary>The group gets more replicas.</summary>
    Scale,

    /// <summary>The machine gets more cores or memory.</summary>
    Resize,
}
