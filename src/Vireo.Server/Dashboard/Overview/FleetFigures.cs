using Vireo.Fleet;
using Vireo.Server.Dashboard.Live;
using Host = Vireo.Fleet.Host;

namespace Vireo.Server.Dashboard.Overview;

/// <summary>The headline figures of a picture.</summary>
/// <param name="HostsOn">Hosts that run.</param>
/// <param name="Hosts">All hosts.</param>
/// <param name="HostsFailed">Failed or silent.</param>
/// <param name="HostsInMaintenance">Closed for machines.</param>
/// <param name="MachinesOn">Machines that run.</param>
/// <param name="Machines">All machines.</param>
/// <param name="Migrations">Moves under way.</param>
/// <param name="CpuRatio">Use over capacity of the running hosts.</param>
/// <param name="MemoryRatio">Use over capacity of the running hosts.</param>
/// <param name="Watts">Of the running hosts.</param>
/// <param name="IsPowerEstimated">Some of it comes from power curves instead of meters.</param>
/// <param name="IncidentsOpen">Incidents that last.</param>
/// <param name="IncidentsCritical">The critical ones among them.</param>
public sealed record FleetFigures(
    int HostsOn,
    int Hosts,
    int HostsFailed,
    int HostsInMaintenance,
    int MachinesOn,
    int Machines,
    int Migrations,
    double? CpuRatio,
    double? MemoryRatio,
    double? Watts,
    bool IsPowerEstimated,
    int IncidentsOpen,
    int IncidentsCritical)
{
    /// <summary>Adds a picture up.</summary>
    public static FleetFigures Of(FleetPicture picture)
    {
        var running = picture.Hosts.Where(host => host.State == HostState.On).ToList();
        var open = picture.State.Incidents.Where(incident => incident.ResolvedAt is null).ToList();

        return new FleetFigures(
            running.Count,
            picture.Hosts.Length,
            picture.Hosts.Count(host => host.State is HostState.Failed or HostState.Unreachable),
            picture.Hosts.Count(host => host.IsInMaintenance),
            picture.Machines.Count(machine => machine.State == PowerState.On),
            picture.Machines.Length,
            picture.State.Fleet.InFlight.Count(action => action.Action is Migration),
            Share(running, host => host.CpuCapacity.Value, host => picture.Load.Of(EntityId.Of(host.Id)).CpuRatio),
            Share(running, host => host.MemoryCapacity.Value, host => picture.Load.Of(EntityId.Of(host.Id)).MemoryRatio),
            Power(running, picture),
            running.Any(host => picture.Load.Of(EntityId.Of(host.Id)).Watts is null),
            open.Count,
            open.Count(incident => incident.Severity == Severity.Critical));
    }

    // Hosts without a measurement count on neither side: an unknown load is not an idle host.
    private static double? Share(List<Host> hosts, Func<Host, double> capacity, Func<Host, double?> ratio)
    {
        var known = hosts.Where(host => ratio(host) is not null).ToList();
        double total = known.Sum(capacity);

        return total > 0 ? known.Sum(host => capacity(host) * ratio(host).GetValueOrDefault()) / total : null;
    }

    private static double? Power(List<Host> hosts, FleetPicture picture)
    {
        var watts = hosts.Select(host => WattsOf(host, picture.Load.Of(EntityId.Of(host.Id)))).ToList();

        return watts.Any(amount => amount is not null) ? watts.Sum() : null;
    }

    private static double? WattsOf(Host host, EntityLoad load) =>
        load.Watts ?? (load.CpuRatio is { } ratio ? host.Power.At(ratio).Value : null);
}
