using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Restarts the machines of hosts that are declared failed; a host that merely does not answer is left alone
/// (S25, S26).</summary>
internal static class Restart
{
    /// <summary>Finds a place for each lost machine, largest memory first.</summary>
    public static void Run(PlacementContext context)
    {
        var model = context.Model;
        var lost = Enumerable.Range(0, model.Fleet.VirtualMachines.Length)
            .Where(machine => IsLost(context, machine))
            .OrderByDescending(machine => model.Fleet.VirtualMachines[machine].Memory.Value).ThenBy(machine => machine);
        foreach (int machine in lost)
        {
            Place(context, machine);
        }
    }

    private static bool IsLost(PlacementContext context, int machine)
    {
        var model = context.Model;
        var guest = model.Fleet.VirtualMachines[machine];

        return guest.State is PowerState.Failed && guest.Host is { } id &&
            model.HostIndex.TryGetValue(id, out int host) && model.Fleet.Hosts[host].State == HostState.Failed &&
            !model.BusyMachines.Contains(machine) && !model.Policy.Pinned.Contains(guest.Id);
    }

    private static void Place(PlacementContext context, int machine)
    {
        var model = context.Model;
        var guest = model.Fleet.VirtualMachines[machine];
        int target = context.Forced.Best(machine, allowEmpty: true, _ => false);
        if (target < 0)
        {
            var (rule, reason) = context.Forced.WhyNowhere(machine);
            context.Draft.Refuse(EntityId.Of(guest.Id), rule, $"'{guest.Id}' cannot be restarted. {reason}");
            context.NeedHost(
                $"'{guest.Id}' lost its host and no running host can take it.", model.MeanDemand(machine), guest.Memory.Value);
            return;
        }

        string instead = context.Forced.Instead(machine, target);
        model.Place(machine, target);
        context.Draft.Restart(
            machine, target, $"Host '{guest.Host}' has failed and its copy of '{guest.Id}' is dead.", instead);
    }
}
