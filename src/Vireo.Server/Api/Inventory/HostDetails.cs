using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Server.Api.Inventory;

/// <summary>A host with all that concerns it.</summary>
/// <param name="Host">As its hypervisor describes it.</param>
/// <param name="Usage">Measured now.</param>
/// <param name="Vms">Machines placed on it.</param>
/// <param name="Hazards">Dangers that detection sees.</param>
/// <param name="Incidents">Open, and resolved lately.</param>
/// <param name="Timeline">What happened to it, newest first.</param>
public sealed record HostDetails(
    Host Host,
    Usage Usage,
    ImmutableArray<VirtualMachine> Vms,
    ImmutableArray<Hazard> Hazards,
    ImmutableArray<Incident> Incidents,
    ImmutableArray<FleetEvent> Timeline)
{
    internal static HostDetails Of(LoopState state, Host host, UsageReader usage)
    {
        var entity = EntityId.Of(host.Id);

        return new HostDetails(
            host,
            usage.Of(host.Cluster, state.At, host),
            [.. state.Fleet.VirtualMachines.Where(machine => machine.Host == host.Id)],
            [.. state.Outlook.Hazards.Where(hazard => hazard.Entity == entity)],
            [.. state.Incidents.Where(incident => incident.Entity == entity)],
            [.. state.Timeline.Where(happened => happened.Entity == entity)]);
    }
}
