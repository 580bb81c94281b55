using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Safety;

namespace Vireo.Control;

/// <summary>Turns the outcome of a review into what is shown and carried out.</summary>
internal static class PlanReview
{
    /// <summary>The rule that leaves out what people were asked already.</summary>
    public const string Asked = "asked";

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

    /// <summary>Asks nobody twice: what waits already in an older plan is left to that one, whose identifier people
    /// know, unless something new depends on it.</summary>
    /// <param name="record">A new plan.</param>
    /// <param name="waiting">Older plans that wait, oldest first.</param>
    /// <param name="rejected">Plans that people have rejected lately, oldest first: their answer stands for a
    /// while.</param>
    /// <param name="isExecuting">Whether other actions of the new plan need nobody's approval.</param>
    public static PlanRecord AskOnce(
        PlanRecord record, List<PlanRecord> waiting, List<PlanRecord> rejected, bool isExecuting)
    {
        if (record.AwaitingApproval.IsEmpty || (waiting.Count == 0 && rejected.Count == 0))
        {
            return record;
        }

        Dictionary<string, string> asked = [];
        foreach (var older in waiting)
        {
            foreach (string subject in Waiting(older).Select(new PlanQuestions(older.Plan).SubjectOf))
            {
                asked.TryAdd(subject, $"It waits for approval in plan {older.Receipt.Id} already.");
            }
        }

        foreach (var older in rejected)
        {
            var done = older.Outcomes.Select(outcome => outcome.Id).ToHashSet();
            var questions = new PlanQuestions(older.Plan);
            foreach (var action in older.Plan.Actions.Where(action => !done.Contains(action.Id)))
            {
                asked.TryAdd(
                    questions.Of(action.Action),
                    $"{older.DecidedBy} has rejected the same in plan {older.Receipt.Id}; it is not asked again for a while.");
            }
        }

        var asks = new PlanQuestions(record.Plan);
        string? WhyAsked(FleetAction action) =>
            asked.GetValueOrDefault(asks.SubjectOf(action)) ?? asked.GetValueOrDefault(asks.Of(action));
        var awaiting = record.AwaitingApproval.ToHashSet();
        HashSet<ActionId> kept = [];
        foreach (var action in record.Plan.Actions.Where(action => awaiting.Contains(action.Id)).Reverse())
        {
            if (kept.Contains(action.Id) || WhyAsked(action.Action) is null)
            {
                kept.Add(action.Id);
                kept.UnionWith(action.DependsOn.Where(awaiting.Contains));
            }
        }

        var repeated = record.Plan.Actions.Where(action => awaiting.Contains(action.Id) && !kept.Contains(action.Id)).ToList();

        return repeated.Count == 0 ? record : record with
        {
            AwaitingApproval = [.. record.AwaitingApproval.Where(kept.Contains)],
            Status = kept.Count > 0 ? record.Status : isExecuting ? PlanStatus.Executing : PlanStatus.Repeated,
            Refused =
            [
                .. record.Refused,
                .. repeated.Select(action => new Refusal(
                    action.Action.Target, Asked, WhyAsked(action.Action) ?? "")),
            ],
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

    /// <summary>A plan without some of what it asks and what depends on that; the same when it asks nothing of
    /// it.</summary>
    /// <param name="record">The plan.</param>
    /// <param name="which">What is not asked any more.</param>
    /// <param name="status">What becomes of a plan that asks nothing else.</param>
    /// <param name="by">Who decided that.</param>
    public static PlanRecord WithoutAsking(PlanRecord record, Func<PlannedAction, bool> which, PlanStatus status, string by)
    {
        var waiting = record.AwaitingApproval.ToHashSet();
        HashSet<ActionId> gone = [];
        foreach (var action in record.Plan.Actions.Where(action => waiting.Contains(action.Id)))
        {
            if (which(action) || action.DependsOn.Any(gone.Contains))
            {
                gone.Add(action.Id);
            }
        }

        if (gone.Count == 0)
        {
            return record;
        }

        ImmutableArray<ActionId> left = [.. record.AwaitingApproval.Where(id => !gone.Contains(id))];
        bool isOver = left.IsEmpty && record.Status == PlanStatus.AwaitingApproval;

        return record with
        {
            AwaitingApproval = left,
            Status = isOver ? status : record.Status,
            DecidedBy = isOver ? by : record.DecidedBy,
        };
    }

    /// <summary>What of a plan waits for a person.</summary>
    public static IEnumerable<FleetAction> Waiting(PlanRecord record)
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
