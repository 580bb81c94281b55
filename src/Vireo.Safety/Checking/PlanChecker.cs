using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>Plays a plan through and reports every rule that is broken at any moment. Shares no arithmetic with the planner.</summary>
/// <remarks>A machine counts on its source until the end of the plan and on its target from the start of its move: that covers
/// every order and any parallelism in which the actions may finish. O(actions × machines on the hosts touched).</remarks>
public static class PlanChecker
{
    /// <summary>Checks a whole plan.</summary>
    public static IReadOnlyList<Violation> Check(IReadOnlyList<PlannedAction> actions, FleetSnapshot fleet, Policy policy)
    {
        var state = new CheckedState(fleet, policy);
        var violations = new List<Violation>();
        foreach (var action in actions)
        {
            if (state.Apply(action) is { } violation)
            {
                violations.Add(violation);
            }
        }

        return violations;
    }
}
