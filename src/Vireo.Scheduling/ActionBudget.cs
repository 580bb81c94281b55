using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Ordering;

namespace Vireo.Scheduling;

/// <summary>How much may still be started within the hour (S35). A plan promises no more than that; what a lost or
/// failing host asks for, and what people ordered, comes first.</summary>
internal static class ActionBudget
{
    /// <summary>The rule that limits them.</summary>
    public const string Rule = "S35";

    private const int MostNamed = 20;
    private static readonly string[] Urgent = ["fence", "restart", "evacuate", OrderStep.Rule];

    /// <summary>Actions that may be started now.</summary>
    public static int Left(FleetSnapshot fleet, Policy policy) =>
        Math.Max(0, policy.MaxActionsPerHour - Math.Max(0, fleet.ActionsInLastHour));

    /// <summary>The limit and what counts towards it, in words.</summary>
    public static string Limit(FleetSnapshot fleet, Policy policy) =>
        $"maxActionsPerHour is {policy.MaxActionsPerHour} and {fleet.ActionsInLastHour} were started within the last hour";

    /// <summary>The plan as far as it may be started, in its order, each action with those it depends on; the rest is
    /// turned down with the reason.</summary>
    public static Plan Keep(Plan plan, FleetSnapshot fleet, Policy policy)
    {
        int left = Left(fleet, policy);
        if (plan.Actions.Length <= left)
        {
            return plan;
        }

        var kept = Choose(plan.Actions, left);
        string limit = Limit(fleet, policy);
        var waiting = plan.Actions.Where(action => !kept.Contains(action.Id)).ToList();

        return plan with
        {
            OptimalityGap = null,
            Actions = [.. plan.Actions.Where(action => kept.Contains(action.Id))],
            Refusals =
            [
                .. plan.Refusals,
                .. waiting.Take(MostNamed).Select(action => new Refusal(
                    action.Action.Target, Rule, $"It is put off ({action.Rules[0]}): {limit}.")),
                new Refusal(
                    EntityId.Of(fleet.Cluster), Rule,
                    $"{waiting.Count} of {plan.Actions.Length} actions are put off to later decisions: {limit}."),
            ],
            Summary = $"{plan.Summary} {waiting.Count} of {plan.Actions.Length} actions are put off: {limit}.",
        };
    }

    private static HashSet<ActionId> Choose(ImmutableArray<PlannedAction> actions, int left)
    {
        var all = actions.ToDictionary(action => action.Id);
        var kept = new HashSet<ActionId>();
        foreach (var action in actions.OrderBy(action => action.Rules.Any(Urgent.Contains) ? 0 : 1))
        {
            var needed = new HashSet<ActionId>();
            Collect(action, all, kept, needed);
            if (kept.Count + needed.Count <= left)
            {
                kept.UnionWith(needed);
            }
        }

        return kept;
    }

    // The action and what has to come before it, as far as that is not kept yet.
    private static void Collect(
        PlannedAction action, Dictionary<ActionId, PlannedAction> all, HashSet<ActionId> kept, HashSet<ActionId> needed)
    {
        if (kept.Contains(action.Id) || !needed.Add(action.Id))
        {
            return;
        }

        foreach (var before in action.DependsOn.Where(all.ContainsKey))
        {
            Collect(all[before], all, kept, needed);
        }
    }
}
