using Vireo.Fleet;
using Vireo.Safety.Checking;
using Vireo.Safety.Rails;

namespace Vireo.Safety;

/// <summary>The only door to action: guard rails that refuse or delay, and never invent.</summary>
public static class SafetyReview
{
    private static readonly IGuardRail[] Rails =
        [new Paused(), new Expired(), new Capable(), new StillAllowed(), new Trusted(), new Rested(), new BlastRadius()];

    /// <summary>Reviews a plan: every action is approved, waits for a person, is shown only, or is refused with the
    /// reason.</summary>
    /// <param name="plan">The decision.</param>
    /// <param name="fleet">The picture to review against; may be newer than the one that was decided on.</param>
    /// <param name="outlook">What was forecast: whose telemetry can be trusted, and which hosts are in danger.</param>
    /// <param name="policy">Modes, limits and rules.</param>
    /// <param name="context">Clock, stops, approvals and capabilities.</param>
    public static Review Review(Plan plan, FleetSnapshot fleet, Outlook outlook, Policy policy, ReviewContext context)
    {
        var reviewed = new ReviewedFleet(plan, fleet, outlook, policy, context);
        var unsafeActions = PlanChecker.Check(plan.Actions, fleet, policy, outlook.Hazards)
            .GroupBy(violation => violation.Action).ToDictionary(group => group.Key, group => group.First());
        var sorting = new Sorting();
        foreach (var action in plan.Actions)
        {
            Sort(action, reviewed, unsafeActions, sorting);
        }

        sorting.KeepRestartsWhole(plan);

        return new Review(
            new ApprovedPlan([.. sorting.Approved]), [.. sorting.Awaiting], [.. sorting.Recommended],
            new MachineNames(fleet.VirtualMachines).In([.. sorting.Refused]));
    }

    private static void Sort(
        PlannedAction action, ReviewedFleet fleet, Dictionary<ActionId, Violation> unsafeActions, Sorting sorting)
    {
        if (unsafeActions.TryGetValue(action.Id, out var violation))
        {
            sorting.Refuse(action, violation.Rule, violation.Reason);
            return;
        }

        if (action.DependsOn.FirstOrDefault(sorting.IsRefused) is { Value: not null } missing)
        {
            var first = sorting.RefusedActions[missing];
            sorting.Refuse(action, "S21", $"{first.Kind} of {first.Target}, which has to come first, was refused.");
            return;
        }

        // What follows an action that only a person may start, waits for that person too.
        var mode = fleet.ModeOf(action);
        if (mode is OperatingMode.Observe or OperatingMode.Recommend || action.DependsOn.Any(sorting.IsRecommended))
        {
            sorting.Recommend(action);
            return;
        }

        foreach (var rail in Rails)
        {
            if (rail.Refuse(action, fleet) is { } reason)
            {
                sorting.Refuse(action, rail.Rule, reason);
                return;
            }
        }

        bool mustWait = mode == OperatingMode.Approve && !fleet.Context.ApprovedActions.Contains(action.Id);
        if (mustWait || action.DependsOn.Any(sorting.IsAwaiting))
        {
            sorting.LetWait(action);
            return;
        }

        fleet.AdmittedActions++;
        sorting.Approved.Add(action);
    }

    private sealed class Sorting
    {
        private readonly HashSet<ActionId> _awaitingIds = [];
        private readonly HashSet<ActionId> _recommendedIds = [];

        public List<PlannedAction> Approved { get; } = [];

        public List<PlannedAction> Awaiting { get; } = [];

        public List<PlannedAction> Recommended { get; } = [];

        public List<Refusal> Refused { get; } = [];

        public Dictionary<ActionId, FleetAction> RefusedActions { get; } = [];

        public bool IsRefused(ActionId id) => RefusedActions.ContainsKey(id);

        public bool IsRecommended(ActionId id) => _recommendedIds.Contains(id);

        public bool IsAwaiting(ActionId id) => _awaitingIds.Contains(id);

        // A machine is stopped for a restart only where its start goes as far: nobody wants half of it (S21).
        public void KeepRestartsWhole(Plan plan)
        {
            foreach (var start in plan.Actions.Where(action => action.Action is PowerOnVirtualMachine))
            {
                var stop = Approved.Concat(Awaiting).FirstOrDefault(action => start.DependsOn.Contains(action.Id) &&
                    action.Action is PowerOffVirtualMachine && action.Action.Target == start.Action.Target);
                if (stop is null || (IsIn(Approved, stop) ? IsIn(Approved, start) : IsIn(Awaiting, start)))
                {
                    continue;
                }

                Approved.Remove(stop);
                Awaiting.Remove(stop);
                if (IsAwaiting(start.Id))
                {
                    LetWait(stop);
                }
                else if (IsRecommended(start.Id))
                {
                    Recommend(stop);
                }
                else
                {
                    Refuse(stop, "S21", $"{stop.Action.Target} is not stopped: its start was refused.");
                }
            }
        }

        private static bool IsIn(List<PlannedAction> list, PlannedAction action) => list.Exists(one => one.Id == action.Id);

        public void Recommend(PlannedAction action)
        {
            _recommendedIds.Add(action.Id);
            Recommended.Add(action);
        }

        public void LetWait(PlannedAction action)
        {
            _awaitingIds.Add(action.Id);
            Awaiting.Add(action);
        }

        public void Refuse(PlannedAction action, string rule, string reason)
        {
            RefusedActions[action.Id] = action.Action;
            Refused.Add(new Refusal(action.Action.Target, rule, reason));
        }
    }
}
