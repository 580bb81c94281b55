using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>Plays a plan through and reports every action that breaks a rule at any moment. Shares no arithmetic with
/// the planner.</summary>
/// <remarks>An action may begin once what it depends on has succeeded, in whatever order and parallelism, and any may
/// fail: a rule must hold in every state that can be reached so. A machine is on its source until its move has
/// succeeded and on its target from the moment the move begins. Spare capacity (S6) is asked for after each action in
/// the order of the plan. An action that is reported, and all that depends on it, counts as never carried out: what is
/// left is safe without it.</remarks>
public static class PlanChecker
{
    /// <summary>Checks a whole plan.</summary>
    /// <param name="actions">In plan order.</param>
    /// <param name="fleet">The picture it starts from.</param>
    /// <param name="policy">Rules, limits and spare capacity.</param>
    /// <param name="hazards">Hosts in danger: leaving them may use the spare capacity that is kept for their
    /// loss.</param>
    public static IReadOnlyList<Violation> Check(
        IReadOnlyList<PlannedAction> actions, FleetSnapshot fleet, Policy policy, ImmutableArray<Hazard> hazards)
    {
        var order = new ActionOrder(actions);
        var state = new CheckedPlan(actions, order, fleet, policy, hazards);
        var violations = new List<Violation>();
        for (int action = 0; action < actions.Count; action++)
        {
            if (order.WaitsForDropped(action))
            {
                order.Drop(action);
            }
            else if ((order.WhyNot(action) ?? state.Apply(action)) is { } broken)
            {
                order.Drop(action);
                violations.Add(new Violation(broken.Rule, actions[action].Id, broken.Reason));
            }
        }

        return violations;
    }
}
