using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>A domain on a host: its figures and what its document says.</summary>
/// <param name="Id">What it is called in the fleet.</param>
/// <param name="Reading">Its figures.</param>
/// <param name="Description">What its document says; null when it could not be read.</param>
internal sealed record DomainFacts(VirtualMachineId Id, DomainReading Reading, DomainDescription? Description)
{
    // virDomainPausedReason: the incoming side of a migration, and a move that fetches its memory.
    private const int PausedForMigration = 2;

    // virDomainShutoffReason: its memory is on disk.
    private const int OffForSaved = 5;

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => Reading.State is DomainState.Running or DomainState.Blocked;

    /// <summary>Whether its memory is on disk and it goes on from there.</summary>
    public bool IsSaved => Reading.State == DomainState.Off && Reading.Reason == OffForSaved;

    /// <summary>Whether it uses the host's processors and memory, or stands still in memory.</summary>
    public bool IsActive => Reading.State is not (DomainState.Off or DomainState.Crashed);

    /// <summary>Whether it is the empty copy that waits for the rest of a machine that still runs elsewhere.</summary>
    public bool IsArriving => Reading.State == DomainState.Paused && Reading.Reason == PausedForMigration;

    /// <summary>Where it comes from, when Vireo made it and its document can be read.</summary>
    public DomainOrigin? Origin => Description?.Mark?.Origin;

    /// <summary>Virtual processors it has now; zero when that is not known.</summary>
    public int Cores => (int)(Reading.Find("vcpu.current") ?? Description?.Cores ?? 0);

    /// <summary>Memory it has now; zero when that is not known.</summary>
    public long MemoryBytes => Reading.Find("balloon.current") is { } kibibytes and > 0
        ? (long)kibibytes * 1024
        : Description?.MemoryBytes ?? 0;
}
