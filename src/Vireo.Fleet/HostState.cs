using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Whether a host can run virtual machines, as its hypervisor reports it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HostState>))]
public enum HostState
{
    /// <summary>Running and reachable.</summary>
    On,

    /// <summary>Powered down on purpose.</summary>
    Off,

    /// <summary>On its way to <see cref="On"/>.</summary>
    PoweringOn,

    /// <summary>On its way to <see cref="Off"/>.</summary>
    PoweringOff,

    /// <summary>Declared dead from several samples or paths; its guests are lost or must be restarted
    /// elsewhere.</summary>
    Failed,

    /// <summary>Does not answer; nothing is known. Never a reason to act by itself.</summary>
    Unreachable,
}
