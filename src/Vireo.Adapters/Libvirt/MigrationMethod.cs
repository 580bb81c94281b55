namespace Vireo.Adapters.Libvirt;

/// <summary>How a machine moves between two hosts.</summary>
public enum MigrationMethod
{
    /// <summary>Memory is copied while it runs, and the guest is slowed down where it writes faster than the
    /// copy.</summary>
    Live,

    /// <summary>It goes on at the target at once and fetches its memory from there. A link that breaks then costs the
    /// guest.</summary>
    PostCopy,

    /// <summary>It stands still while it is copied.</summary>
    Paused,
}
