using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>The maintenance mode that a hypervisor itself keeps a host in, apart from what policy says of the
/// host.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MaintenanceMode>))]
public enum MaintenanceMode
{
    /// <summary>The hypervisor knows none: what policy says is all there is.</summary>
    None,

    /// <summary>Out of it: others may put machines on the host.</summary>
    Left,

    /// <summary>In it, or on the way, and Vireo did not put it there: it is for others to end.</summary>
    EnteredByOthers,

    /// <summary>In it, put there by Vireo, which takes it out when the work is done.</summary>
    Entered,
}
