using Vireo.Fleet;

namespace Vireo.Scheduling.Ordering;

/// <summary>Plans what people ordered to be done to machines: before everything else, so that the other steps see it as
/// under way.</summary>
internal static class OrderStep
{
    /// <summary>The rule that asks for it.</summary>
    public const string Rule = "order";

    /// <summary>One action an order; one whose machine is busy waits for the next decision.</summary>
    public static StepDraft Run(FleetSnapshot fleet)
    {
        var draft = new StepDraft(fleet, Rule);
        foreach (var order in fleet.Orders)
        {
            var target = order.Action.Target;
            if (fleet.InFlight.Any(underWay => underWay.Action.Target == target))
            {
                draft.Refuse(
                    target, Rule, $"What {order.RequestedBy} ordered waits until the action that is under way on '{target.Value}' has ended.");
            }
            else
            {
                Add(draft, order, fleet);
            }
        }

        return draft;
    }

    // A snapshot that was taken for an earlier try is not taken twice.
    private static void Add(StepDraft draft, MachineOrder order, FleetSnapshot fleet)
    {
        string reason = $"{order.RequestedBy} ordered it at {order.RequestedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.";
        bool isTaken = order.First is { } first && fleet.VirtualMachines.Any(
            machine => machine.Id == first.VirtualMachine && machine.Snapshots.Find(first.Snapshot) is not null);
        if (order.First is null || isTaken)
        {
            draft.Add(order.Action, Rule, reason, EffectOf(order.Action));
        }
        else
        {
            var taken = draft.Add(order.First, Rule, reason, EffectOf(order.First));
            draft.Add(order.Action, Rule, reason, EffectOf(order.Action), taken);
        }
    }

    private static string EffectOf(FleetAction action) => action switch
    {
        Migration { StaysOnHost: true } move => $"Its files are on datastore '{move.Storage}'.",
        Migration move => $"It runs on '{move.To}'" + (move.Storage is { } storage ? $", its files on datastore '{storage}'." : "."),
        SuspendVirtualMachine { ToDisk: true } => "Its memory is written to disk and it uses nothing until it is resumed.",
        SuspendVirtualMachine => "It stands still in its host's memory until it is resumed.",
        ResumeVirtualMachine => "It goes on where it stood still.",
        ResetVirtualMachine => "Its guest starts anew; what it had not written is lost.",
        TakeSnapshot take => $"What it is now is kept as '{take.Snapshot}'.",
        RevertToSnapshot revert => $"It is again what it was in '{revert.Snapshot}'; what it has done since is lost.",
        DeleteSnapshot delete => $"It cannot go back to '{delete.Snapshot}' any more.",
        ResizeVirtualMachine { Restarts: true } size => $"It has {size.Cores} cores and {size.Memory.ToText()} after a restart.",
        ResizeVirtualMachine size => $"It has {size.Cores} cores and {size.Memory.ToText()}.",
        _ => $"{action.Kind} of '{action.Target.Value}'.",
    };
}
