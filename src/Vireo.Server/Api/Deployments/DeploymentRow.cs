using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Server.Api.Deployments;

/// <summary>A deployment in a list.</summary>
/// <param name="Cluster">Where.</param>
/// <param name="Id">Its name.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Machines">How many were asked for.</param>
/// <param name="Step">The newest step, in words; empty before the first.</param>
/// <param name="RequestedBy">Who asked.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="EndedAt">When it was done or undone.</param>
/// <param name="Reason">Why it waits, or is or was undone.</param>
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
        record.Steps is [.., var last] ? $"{last.Kind} {last.Machine}: {last.Status}" : "",
        record.Deployment.RequestedBy, record.Deployment.RequestedAt, record.Deployment.EndedAt, record.Deployment.Reason);
}
