namespace Vireo.Simulation;

/// <summary>The figures by which policies are compared. Ratios are 0 to 1.</summary>
/// <param name="EnergyKilowattHours">Drawn by all hosts.</param>
/// <param name="Migrations">Started.</param>
/// <param name="FailedMigrations">Of these, ended without effect.</param>
/// <param name="Slatah">Share of active host time in which a host granted less than its machines asked for.</param>
/// <param name="Pdm">CPU lost to migrations, as a share of all CPU asked for.</param>
/// <param name="UnservedRatio">CPU asked for and not granted, for any reason, as a share of all asked for.</param>
/// <param name="SloViolationRatio">Share of machine time in which a machine got noticeably (1 %) less than it asked
/// for.</param>
/// <param name="MeanActiveHosts">Hosts that did any work, averaged over time from the scenario's start.</param>
/// <param name="HostShutdowns">Changes of a host from working to idle; a host that never worked counts once.</param>
/// <param name="MachinesDropped">Idle machines that the reference model deletes.</param>
/// <param name="MachinesLost">Machines that went down with their host.</param>
/// <param name="ContentionMinutes">Machine time with noticeably (1 %) less CPU than asked for, in minutes.</param>
/// <param name="RegrettedMigrations">Of the migrations, those of a machine that had started one less than an hour
/// before.</param>
public sealed record FleetMetrics(
    double EnergyKilowattHours,
    long Migrations,
    long FailedMigrations,
    double Slatah,
    double Pdm,
    double UnservedRatio,
    double SloViolationRatio,
    double MeanActiveHosts,
    int HostShutdowns,
    long MachinesDropped,
    long MachinesLost,
    double ContentionMinutes,
    long RegrettedMigrations)
{
    /// <summary>Level of service lost: overload times migration loss.</summary>
    public double Slav => Slatah * Pdm;

    /// <summary>Energy times service lost.</summary>
    public double Esv => EnergyKilowattHours * Slav;
}
