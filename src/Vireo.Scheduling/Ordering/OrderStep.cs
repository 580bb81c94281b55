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
                draft.Add(
                    order.Action, Rule, $"{order.RequestedBy} ordered it at {order.RequestedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.",
                    EffectOf(order.Action));
            }
        }

        return draft;
    }

    private static string EffectOf(FleetAction action) => action switch
    {
        SuspendVirtualMachine { ToDisk: true } => "Its memory is written to disk and it uses nothing until it is resumed.",
        SuspendVirtualMachine => "It stands still in its host's memory until it is resumed.",
        ResumeVirtualMachine => "It goes on where it stood still.",
        ResetVirtualMachine => "Its guest starts anew; what it had not written is lost.",
        ResizeVirtualMachine { Restarts: true } size => $"It has {size.Cores} cores and {size.Memory.ToText()} after a restart.",
        ResizeVirtualMachine size => $"It has {size.Cores} cores and {size.Memory.ToText()}.",
        _ => $"{action.Kind} of '{action.Target.Value}'.",
    };
}
