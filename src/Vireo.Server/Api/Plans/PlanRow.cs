using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Server.Api.Plans;

/// <summary>A plan in a list.</summary>
/// <param name="Id">Also the number of its receipt.</param>
/// <param name="At">When it was made.</param>
/// <param name="Cluster">For which placement domain.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Actions">How many it holds.</param>
/// <param name="AwaitingApproval">How many of them wait for a person.</param>
/// <param name="Succeeded">How many of them were done.</param>
/// <param name="Failed">How many of them failed or took too long.</param>
/// <param name="Skipped">How many of them were not started, e.g. because an earlier one failed or a newer plan
/// came.</param>
/// <param name="Refused">What the guard rails turned down.</param>
/// <param name="DecidedBy">Who approved or rejected; empty when nobody had to.</param>
/// <param name="Summary">One sentence.</param>
public sealed record PlanRow(
    long Id,
    DateTimeOffset At,
    ClusterId Cluster,
    PlanStatus Status,
    int Actions,
    int AwaitingApproval,
    int Succeeded,
    int Failed,
    int Skipped,
    int Refused,
    string DecidedBy,
    string Summary)
{
    internal static PlanRow Of(PlanRecord plan) => new(
        plan.Receipt.Id, plan.Receipt.At, plan.Receipt.Cluster, plan.Status, plan.Plan.Actions.Length,
        plan.AwaitingApproval.Length,
        plan.Outcomes.Count(outcome => outcome.Status == OutcomeStatus.Succeeded),
        plan.Outcomes.Count(outcome => outcome.HasFailed),
        plan.Outcomes.Count(outcome => outcome.Status == OutcomeStatus.Skipped),
        plan.Refused.Length, plan.DecidedBy, plan.Plan.Summary);
}
