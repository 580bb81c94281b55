using Vireo.Fleet;
using Vireo.Scheduling.Remedies;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Restarts the machines of hosts that are declared failed; a host that merely does not answer is left alone
/// (S25, S26).</summary>
internal static class Restart
{
    /// <summary>Finds a place for each lost machine, largest memory first.</summary>
    public static void Run(PlacementContext context)
    {
        var model = context.Model;
        var halfDone = HalfDoneRestarts.In(model.Fleet);
        var lost = Enumerable.Range(0, model.Fleet.VirtualMachines.Length)
            .Where(machine => IsLost(context, machine) || IsHalfDone(context, machine, halfDone))
            .OrderByDescending(machine => model.Fleet.VirtualMachines[machine].Memory.Value).ThenBy(machine => machine);
        foreach (int machine in lost)
        {
            Place(context, machine, halfDone.GetValueOrDefault(model.Fleet.VirtualMachines[machine].Id));
        }
    }

    private static bool IsHalfDone(
        PlacementContext context, int machine, Dictionary<VirtualMachineId, IncidentAnswer> halfDone) =>
        context.Model.Fleet.VirtualMachines[machine] is { State: PowerState.Off } guest && halfDone.ContainsKey(guest.Id) &&
        !context.Model.BusyMachines.Contains(machine) && !context.Model.Policy.Pinned.Contains(guest.Id);

    private static bool IsLost(PlacementContext context, int machine)
    {
        var model = context.Model;
        var guest = model.Fleet.VirtualMachines[machine];

        return guest.State is PowerState.Failed && guest.Host is { } id &&
            model.HostIndex.TryGetValue(id, out int host) && model.Fleet.Hosts[host].State == HostState.Failed &&
            !model.BusyMachines.Contains(machine) && !model.Policy.Pinned.Contains(guest.Id);
    }

    // Where the fewest of its group are: what is lost with one host is not to be lost with the next one all at once.
    private static int Best(PlacementContext context, int machine, int[] beside) => beside.Distinct().Order()
        .Select(most => context.Forced.Best(machine, allowEmpty: true, host => beside[host] > most))
        .FirstOrDefault(host => host >= 0, -1);

    private static string Instead(PlacementContext context, int machine, int target, int[] beside)
    {
        int second = context.Forced.Best(machine, allowEmpty: true, host => host == target);

        return second >= 0 && beside[second] > beside[target]
            ? $"Host '{context.Model.Fleet.Hosts[second].Id}' can take it, too, and carries {beside[second]} of its group " +
                $"rather than {beside[target]}."
            : context.Forced.Instead(machine, target);
    }

    private static void Place(PlacementContext context, int machine, IncidentAnswer? answers)
    {
        var model = context.Model;
        var guest = model.Fleet.VirtualMachines[machine];
        int[] beside = model.BesideOf(machine);
        int target = Best(context, machine, beside);
        if (target < 0)
        {
            var (rule, reason) = context.Forced.WhyNowhere(machine);
            string sleepers = context.NeedHost(
                machine, context.Forced,
                $"'{guest.Id}' {(answers is null ? "lost its host" : "was stopped for a restart")} and no running host can take it.");
            context.Draft.Refuse(EntityId.Of(guest.Id), rule, $"'{guest.Id}' cannot be restarted. {reason}{sleepers}");
            return;
        }

        string instead = Instead(context, machine, target, beside);
        model.Place(machine, target);
        string why = answers is null
            ? $"Host '{guest.Host}' has failed and its copy of '{guest.Id}' is dead."
            : $"'{guest.Id}' was stopped by remedy '{answers.Remedy}' and has not been started again.";
        context.Draft.Restart(machine, target, why, instead, answers);
    }
}
