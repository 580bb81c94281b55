using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Safety;

namespace Vireo.Control;

/// <summary>Turns the outcome of a review into what is shown and carried out.</summary>
internal static class PlanReview
{
    /// <summary>The record of a new plan.</summary>
    /// <param name="receipt">Its receipt.</param>
    /// <param name="shown">The plan with identities that are unique.</param>
    /// <param name="reviewed">The plan as it was reviewed; the same actions in the same order.</param>
    /// <param name="review">What the guard rails said.</param>
    public static PlanRecord Open(Receipt receipt, Plan shown, Plan reviewed, Review review)
    {
        var awaiting = Originals(shown, reviewed, review.AwaitingApproval).Select(action => action.Id).ToImmutableArray();

        return new PlanRecord(receipt, shown, StatusOf(reviewed, review), awaiting, review.Refused, [], "");
    }

    /// <summary>Asks nobody twice: a plan whose waiting actions all wait already in an older plan leaves the question
    /// to that one, whose identifier people know.</summary>
    /// <param name="record">A new plan.</param>
    /// <param name="waiting">Older plans that wait.</param>
    /// <param name="isExecuting">Whether other actions of the new plan need nobody's approval.</param>
    public static PlanRecord AskOnce(PlanRecord record, List<PlanRecord> waiting, bool isExecuting)
    {
        if (record.AwaitingApproval.IsEmpty)
        {
            return record;
        }

        var asked = Waiting(record).ToImmutableArray();
        var older = waiting.Find(known => asked.All(Waiting(known).ToHashSet().Contains));
        if (older is null)
        {
            return record;
        }

        string reason = $"It waits for approval in plan {older.Receipt.Id} already.";

        return record with
        {
            AwaitingApproval = [],
            Status = isExecuting ? PlanStatus.Executing : PlanStatus.Repeated,
            Refused = [.. record.Refused, .. asked.Select(action => new Refusal(action.Target, "asked", reason))],
        };
    }

    /// <summary>The shown twins of reviewed actions, found by position.</summary>
    public static ImmutableArray<PlannedAction> Originals(
        Plan shown, Plan reviewed, ImmutableArray<PlannedAction> actions)
    {
        var positions = new Dictionary<ActionId, int>(reviewed.Actions.Length);
        for (int i = 0; i < reviewed.Actions.Length; i++)
        {
            positions.Add(reviewed.Actions[i].Id, i);
        }

        return [.. actions.Select(action => shown.Actions[positions[action.Id]])];
    }

    /// <summary>The part of a plan that waits, as a plan of its own: what it depended on is done or gone.</summary>
    public static Plan WaitingPart(PlanRecord record)
    {
        var waiting = record.AwaitingApproval.ToHashSet();

        return record.Plan with
        {
            Actions = [.. record.Plan.Actions.Where(action => waiting.Contains(action.Id)).Select(action => action with
            {
                DependsOn = action.DependsOn.Where(waiting.Contains).ToImmutableArray(),
            })],
        };
    }

    private static IEnumerable<FleetAction> Waiting(PlanRecord record)
    {
        var waiting = record.AwaitingApproval.ToHashSet();

        return record.Plan.Actions.Where(planned => waiting.Contains(planned.Id)).Select(planned => planned.Action);
    }

    private static PlanStatus StatusOf(Plan plan, Review review) =>
        !review.AwaitingApproval.IsEmpty ? PlanStatus.AwaitingApproval
        : !review.Approved.Actions.IsEmpty ? PlanStatus.Executing
        : !review.Recommended.IsEmpty ? PlanStatus.Recommended
        : !plan.Actions.IsEmpty ? PlanStatus.Refused
        : PlanStatus.Done;
}
