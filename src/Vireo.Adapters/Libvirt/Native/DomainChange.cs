namespace Vireo.Adapters.Libvirt;

/// <summary>Something that happened in the life of a domain.</summary>
/// <param name="Uuid">Whose.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">libvirt's <c>virDomainEventType</c>.</param>
/// <param name="Detail">libvirt's detail, which depends on the kind.</param>
internal readonly record struct DomainChange(string Uuid, string Name, int Kind, int Detail)
{
    /// <summary>In words.</summary>
    public string Words => (Kind, Detail) switch
    {
        (0, _) => "was defined or its definition changed",
        (1, _) => "was undefined",
        (2, 1) => "arrived by migration",
        (2, _) => "was started",
        (3, 1) => "was suspended for a migration",
        (3, 2) => "was suspended by an I/O error",
        (3, 3) => "was suspended by its watchdog",
        (3, _) => "was suspended",
        (4, 1) => "goes on after its migration",
        (4, _) => "goes on",
        (5, 0) => "shut down",
        (5, 1) => "was destroyed",
        (5, 2) => "crashed",
        (5, 3) => "left by migration",
        (5, 5) => "failed: its hypervisor process ended",
        (5, _) => "stopped",
        (6, _) => "is shutting down",
        (7, _) => "was suspended by its power management",
        (8, _) => "crashed",
        _ => $"changed ({Kind}/{Detail})",
    };

    /// <summary>Whether something broke.</summary>
    public bool IsFailure => (Kind, Detail) is (5, 2) or (5, 5) or (8, _) or (3, 2) or (3, 3);
}
