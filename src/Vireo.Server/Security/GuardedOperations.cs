using System.Collections.Immutable;
using System.Security.Claims;
using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Server.Security;

/// <summary>A cluster's operations as one signed-in person may use them, checked at every call.</summary>
/// <remarks>A page lives for hours on one connection; a token that was revoked or lost a role meanwhile opens
/// nothing.</remarks>
internal sealed class GuardedOperations(IClusterOperations operations, TokenStore tokens, ClaimsPrincipal person)
    : IClusterOperations
{
    /// <inheritdoc/>
    public event Action<LoopState>? Published
    {
        add => operations.Published += value;
        remove => operations.Published -= value;
    }

    /// <inheritdoc/>
    public LoopState State => operations.State;

    /// <inheritdoc/>
    public Task ApproveAsync(long receiptId, string user, CancellationToken cancellationToken) =>
        operations.ApproveAsync(receiptId, Require(Roles.Approver), cancellationToken);

    /// <inheritdoc/>
    public Task RejectAsync(long receiptId, string user, string reason, CancellationToken cancellationToken) =>
        operations.RejectAsync(receiptId, Require(Roles.Approver), reason, cancellationToken);

    /// <inheritdoc/>
    public Task PauseAsync(string user, CancellationToken cancellationToken) =>
        operations.PauseAsync(Require(Roles.Operator), cancellationToken);

    /// <inheritdoc/>
    public Task ResumeAsync(string user, CancellationToken cancellationToken) =>
        operations.ResumeAsync(Require(Roles.Operator), cancellationToken);

    /// <inheritdoc/>
    public Task SetPolicyAsync(Policy policy, string user, CancellationToken cancellationToken) =>
        operations.SetPolicyAsync(policy, Require(Roles.Operator), cancellationToken);

    /// <inheritdoc/>
    public Task ApplyAsync(
        Policy? policy, ImmutableArray<Deployment> deployments, DocumentChanges documents, string user,
        CancellationToken cancellationToken) =>
        operations.ApplyAsync(policy, deployments, documents, Require(Roles.Operator), cancellationToken);

    /// <inheritdoc/>
    public Task DeployAsync(Deployment deployment, string user, CancellationToken cancellationToken) =>
        operations.DeployAsync(deployment, Require(Roles.Operator), cancellationToken);

    /// <inheritdoc/>
    public Task CancelDeploymentAsync(DeploymentId deployment, string user, CancellationToken cancellationToken) =>
        operations.CancelDeploymentAsync(deployment, Require(Roles.Operator), cancellationToken);

    /// <inheritdoc/>
    public Task OrderAsync(FleetAction action, TakeSnapshot? first, string user, CancellationToken cancellationToken) =>
        operations.OrderAsync(action, first, Require(Roles.Operator), cancellationToken);

    /// <inheritdoc/>
    public Task CancelOrderAsync(long number, string user, CancellationToken cancellationToken) =>
        operations.CancelOrderAsync(number, Require(Roles.Operator), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<FleetAction>> AbortAsync(VirtualMachineId machine, string user, CancellationToken cancellationToken) =>
        operations.AbortAsync(machine, Require(Roles.Operator), cancellationToken);

    /// <inheritdoc/>
    public DemandForecast? Forecast(SeriesKey key, int steps) => operations.Forecast(key, steps);

    private string Require(string role) => new PersonGuard(tokens, person).Require(role);
}
