namespace Vireo.Adapters.Libvirt;

/// <summary>libvirt's <c>virDomainState</c>.</summary>
internal enum DomainState
{
    /// <summary>The driver does not say.</summary>
    None,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Waiting for a resource; runs.</summary>
    Blocked,

    /// <summary>Stopped for a while, in memory.</summary>
    Paused,

    /// <summary>On its way to being off.</summary>
    ShuttingDown,

    /// <summary>Off.</summary>
    Off,

    /// <summary>Crashed.</summary>
    Crashed,

    /// <summary>Asleep by its own power management.</summary>
    Asleep,
}
