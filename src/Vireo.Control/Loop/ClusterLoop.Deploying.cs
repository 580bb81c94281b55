using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Deploying.Recurring;

namespace Vireo.Control;

/// <content>Asking for machines, alone or together with a policy.</content>
public sealed partial class ClusterLoop
{
    /// <inheritdoc/>
    public Task DeployAsync(Deployment deployment, string user, CancellationToken cancellationToken) =>
        ApplyAsync(policy: null, [deployment], user, cancellationToken);

    /// <inheritdoc/>
    public Task ApplyAsync(
        Policy? policy, ImmutableArray<Deployment> deployments, string user, CancellationToken cancellationToken) =>
        CommandAsync(user, () => Apply(policy, deployments, user), cancellationToken);

    // Whatever can be refused is looked at before anything is changed.
    private void Apply(Policy? policy, ImmutableArray<Deployment> deployments, string user)
    {
        ImmutableArray<Deployment> requests = [.. deployments.Select(deployment => Dated(deployment, user))];
        foreach (var request in requests)
        {
            _deployments.RequireFree(request, _inventory.Machines);
        }

        var kept = policy?.WithOlderTemplatesOf(_policy);
        _state.InTransaction(() =>
        {
            if (kept is not null)
            {
                SavePolicy(kept, user);
            }

            foreach (var request in requests)
            {
                SaveRequest(request, user);
            }
        });
        if (kept is not null)
        {
            PutInForce(kept, user);
        }

        foreach (var request in requests)
        {
            _deployments.Add(request);
            _needs.Look();
            Wake($"Deployment '{request.Id}' was asked for by {user}.");
            TellConfiguration($"Deployment '{request.Id}' was asked for; the next decision begins with it.", user);
        }

        _fleet = Snapshot();
        Publish();
    }

    private void SaveRequest(Deployment request, string user)
    {
        _state.Deployments.Save(_options.Cluster, new DeploymentRecord(request, []));
        Audit(
            user, "deployment.request", ("deployment", request.Id.Value),
            ("machines", string.Join(", ", request.Machines.Select(machine => $"{machine.Name} from {machine.Template}"))));
    }

    // What history shows to be needed again is asked for ahead of it; rails and mode hold for it as for any other.
    private void AskAhead()
    {
        _needs.Refresh(Snapshot(), _policy);
        var due = ExpectedDeployments.Due(
            Snapshot(), [.. _deployments.Records.Select(record => record.Deployment)], _policy, Self);
        foreach (var request in due)
        {
            _state.InTransaction(() => SaveRequest(request, Self));
            _deployments.Add(request);
            TellConfiguration($"Deployment '{request.Id}' is asked for ahead: {request.Evidence}", Self);
        }
    }

    // By the loop's own clock, which need not be that of whoever asks.
    private Deployment Dated(Deployment deployment, string user)
    {
        var now = _time.GetUtcNow();

        return deployment with
        {
            RequestedBy = user,
            RequestedAt = now,
            Deadline = now + (deployment.Deadline - deployment.RequestedAt),
            Status = DeploymentStatus.Running,
            Reason = "",
            Evidence = "",
            EndedAt = null,
        };
    }
}
