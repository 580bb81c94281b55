using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Server.Api.Inventory;

/// <summary>A virtual machine with all that concerns it.</summary>
/// <param name="Vm">As its hypervisor describes it.</param>
/// <param name="Usage">Measured now.</param>
/// <param name="Outlook">What it will need, as the last decision saw it; null when nothing is known.</param>
/// <param name="Moves">Moves that rest rules still remember, oldest first.</param>
/// <param name="Refusals">What the last decision considered for it and did not do, and why.</param>
/// <param name="Incidents">Open, and resolved lately.</param>
/// <param name="Timeline">What happened to it, newest first.</param>
public sealed record VmDetails(
    VirtualMachine Vm,
    Usage Usage,
    VmOutlook? Outlook,
    ImmutableArray<PastMove> Moves,
    ImmutableArray<Refusal> Refusals,
    ImmutableArray<Incident> Incidents,
    ImmutableArray<FleetEvent> Timeline)
{
    internal static VmDetails Of(LoopState state, VirtualMachine machine, UsageReader usage)
    {
        var entity = EntityId.Of(machine.Id);
        var last = state.Plans.IsEmpty ? [] : state.Plans[0].Plan.Refusals.AddRange(state.Plans[0].Refused);

        return new VmDetails(
            machine,
            usage.Of(machine.Cluster, state.At, machine),
            state.Outlook.VirtualMachines.FirstOrDefault(outlook => outlook.VirtualMachine == machine.Id),
            [.. state.Fleet.RecentMoves.Where(move => move.VirtualMachine == machine.Id)],
            [.. last.Where(refusal => refusal.Entity == entity)],
            [.. state.Incidents.Where(incident => incident.Entity == entity)],
            [.. state.Timeline.Where(happened => happened.Entity == entity)]);
    }
}
