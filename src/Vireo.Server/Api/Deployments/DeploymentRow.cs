using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Server.Api.Deployments;

/// <summary>A deployment in a list.</summary>
/// <param name="Cluster">Where.</param>
/// <param name="Id">Its name.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Machines">How many were asked for.</param>
/// <param name="Step">The newest step that was sent, or the first that will be, in words; empty before that.</param>
/// <param name="RequestedBy">Who asked.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="EndedAt">When it was done or undone.</param>
/// <param name="Reason">Why or for whom it waits, or why it is or was undone.</param>
public sealed record DeploymentRow(
    ClusterId Cluster,
    DeploymentId Id,
    DeploymentStatus Status,
    int Machines,
    string Step,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset? EndedAt,
    string Reason)
{
    internal static DeploymentRow Of(ClusterId cluster, DeploymentRecord record) => new(
        cluster, record.Deployment.Id, record.Deployment.Status, record.Deployment.Machines.Length,
        NewestStep(record),
        record.Deployment.RequestedBy, record.Deployment.RequestedAt, record.Deployment.EndedAt,
        string.Join(" ", new[] { record.Deployment.Reason, record.Waits }.Where(text => text.Length > 0)));

    // What was never sent says nothing of how far it has come.
    private static string NewestStep(DeploymentRecord record) =>
        (record.Steps.LastOrDefault(step => step.StartedAt is not null)
            ?? record.Steps.FirstOrDefault(step => step.Status == OutcomeStatus.Waiting)) is { } last
            ? $"{last.Kind} {last.Machine}: {last.Status}"
            : "";
}
