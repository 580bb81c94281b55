namespace Vireo.Benchmarks.Incidents;

/// <summary>The kinds of trouble that are put into a fleet.</summary>
internal enum IncidentKind
{
    HostDies,
    DiskFills,
    MemoryLeaks,
    NoisyNeighbour,
    LinkFlaps,
    SwitchDies,
    ClockJumps,
    FirmwareHangs,
    SlowDatastore,
    RunawayProcess,
    NamesUnresolved,
    CertificateExpires,
    LicenceExpires,
    BadDeployment,
    Nothing,
}
