using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Keeps identities unique over all plans, also when two decisions are word for word the same: a provider
/// takes a repeated identifier for a repeated request, and would not act.</summary>
internal static class UniquePlan
{
    public static Plan Of(Plan plan, Receipt receipt, Func<ActionId, bool> isTaken)
    {
        if (!plan.Actions.Any(action => isTaken(action.Id)))
        {
            return plan;
        }

        ActionId Renamed(ActionId id) => new($"{id.Value}~{receipt.Id}");

        return plan with
        {
            Actions = [.. plan.Actions.Select(action => action with
            {
                Id = Renamed(action.Id),
                DependsOn = action.DependsOn.Select(Renamed).ToImmutableArray(),
            })],
        };
    }
}
