using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Remedies;

/// <summary>The step of the decision that answers incidents of machines: restarts and more cores or memory. Hosts that are
/// emptied and groups that grow are planned where all moves and replicas are.</summary>
internal static class RemedyStep
{
    private const string Rule = "remedy";
    private const string SnapshotPrefix = "remedy-";

    /// <summary>Plans what is due, and notes what is held back.</summary>
    public static StepDraft Run(FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        var draft = new StepDraft(fleet, Rule);
        var found = DueRemedies.Find(fleet, outlook, policy);
        foreach (var held in found.Held)
        {
            draft.Refuse(held.Entity, held.Rule, held.Reason);
        }

        var scene = new Lazy<RemedyScene>(() => new RemedyScene(fleet, outlook, policy));
        HashSet<VirtualMachineId> answered = [];
        foreach (var due in found.Due.Where(due => due.Remedy.Kind is RemedyKind.Restart or RemedyKind.Resize))
        {
            var machine = fleet.VirtualMachines.First(machine => EntityId.Of(machine.Id) == due.Incident.Entity);
            if (!answered.Add(machine.Id))
            {
                continue;
            }

            if (WhyNot(machine, fleet, policy) is { } obstacle)
            {
                draft.Refuse(EntityId.Of(machine.Id), obstacle.Rule, obstacle.Reason);
            }
            else if (due.Remedy.Kind == RemedyKind.Restart)
            {
                Restart(draft, due, machine, scene.Value, fleet.TakenAt);
            }
            else
            {
                Resize(draft, due, machine, scene.Value, fleet.TakenAt);
            }
        }

        return draft;
    }

    private static (string Rule, string Reason)? WhyNot(VirtualMachine machine, FleetSnapshot fleet, Policy policy) =>
        policy.Pinned.Contains(machine.Id) ? ("S2", $"'{machine.Id}' is pinned by policy.")
        : machine.State != PowerState.On ? (Rule, $"'{machine.Id}' is {machine.State}; remedies answer for machines that run.")
        : fleet.InFlight.Any(action => action.Action.Target == EntityId.Of(machine.Id))
            ? ("S20", $"'{machine.Id}' has an action under way.")
        : machine.Group is { } group && policy.Groups.Any(known => known.Id == group)
            ? (Rule, $"'{machine.Id}' is a replica of group '{group}', which replaces what does not serve; let a remedy scale the group.")
        : null;

    // It is only stopped where it can be started again.
    private static void Restart(StepDraft draft, DueRemedy due, VirtualMachine machine, RemedyScene scene, DateTimeOffset at)
    {
        if (machine.Host is not { } on || scene.WhyNoStart(machine) is not null)
        {
            draft.Refuse(
                EntityId.Of(machine.Id), "S4",
                $"'{machine.Id}' is not stopped: {scene.WhyNoStart(machine) ?? "it is on no host."}");
            return;
        }

        var stop = draft.Answer(
            due.Answer, new PowerOffVirtualMachine(machine.Id), Rule, due.Why, $"'{machine.Id}' stops, to be started again.",
            First(draft, due, machine, at));
        draft.Answer(
            due.Answer, new PowerOnVirtualMachine(machine.Id, on), Rule, due.Why, $"'{machine.Id}' serves again, from a fresh start.",
            stop);
    }

    private static void Resize(StepDraft draft, DueRemedy due, VirtualMachine machine, RemedyScene scene, DateTimeOffset at)
    {
        var from = new MachineSize(machine.Cores, machine.Memory);
        var to = RemedySize.Of(due.Remedy, from);
        bool isLive = machine.CanResizeLive(to.Cores, to.Memory);
        if (to == from)
        {
            draft.Refuse(
                EntityId.Of(machine.Id), "S30",
                $"'{machine.Id}' has {from.Cores} cores and {from.Memory.ToText()}, as much as remedy '{due.Remedy.Name}' gives.");
        }
        else if (!isLive && !due.Remedy.MayRestart)
        {
            draft.Refuse(
                EntityId.Of(machine.Id), "S17",
                $"'{machine.Id}' cannot grow while it runs, and remedy '{due.Remedy.Name}' may not restart it.");
        }
        else if (!scene.TryGrow(machine, to.Memory.Value - from.Memory.Value))
        {
            draft.Refuse(
                EntityId.Of(machine.Id), "memory",
                $"Host '{machine.Host?.Value ?? "unknown"}' has no room for '{machine.Id}' with {to.Memory.ToText()}.");
        }
        else
        {
            draft.Answer(
                due.Answer, new ResizeVirtualMachine(machine.Id, to.Cores, to.Memory) { Restarts = !isLive, From = from }, Rule, due.Why,
                $"From {from.Cores} to {to.Cores} cores and from {from.Memory.ToText()} to {to.Memory.ToText()}" +
                    $"{(isLive ? ", while it runs" : ", with a restart")}.",
                First(draft, due, machine, at));
        }
    }

    // What the rest depends on: the snapshot that the remedy wants before, or nothing. One that an earlier decision took for
    // the incident will do.
    private static ImmutableArray<ActionId> First(StepDraft draft, DueRemedy due, VirtualMachine machine, DateTimeOffset at)
    {
        if (!due.Remedy.SnapshotFirst || machine.Snapshots.All.Any(
            one => one.Name.StartsWith(SnapshotPrefix, StringComparison.Ordinal) && one.TakenAt >= due.Incident.OpenedAt))
        {
            return [];
        }

        string name = $"{SnapshotPrefix}{at.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";

        return
        [
            draft.Answer(
                due.Answer, new TakeSnapshot(machine.Id, name), Rule, due.Why, $"'{machine.Id}' can go back to '{name}'."),
        ];
    }
}
