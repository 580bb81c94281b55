using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Safety;
using Vireo.Scheduling.Deploying.Recurring;

namespace Vireo.Control;

/// <content>Asking for machines, alone or together with a policy.</content>
public sealed partial class ClusterLoop
{
    /// <inheritdoc/>
    public Task DeployAsync(Deployment deployment, string user, CancellationToken cancellationToken) =>
        ApplyAsync(policy: null, [deployment], DocumentChanges.None, user, cancellationToken);

    /// <inheritdoc/>
    public Task ApplyAsync(
        Policy? policy, ImmutableArray<Deployment> deployments, DocumentChanges documents, string user,
        CancellationToken cancellationToken) =>
        CommandAsync(user, () => Apply(policy, deployments, documents, user), cancellationToken);

    // Whatever can be refused is looked at before anything is changed.
    private void Apply(
        Policy? policy, ImmutableArray<Deployment> deployments, DocumentChanges documents, string user)
    {
        ImmutableArray<Deployment> requests = [.. deployments.Select(deployment => Dated(deployment, user))];
        foreach (var request in requests)
        {
            _deployments.RequireFree(request, _inventory.Machines);
        }

        // A template that is taken out of force goes in all its versions.
        var gone = documents.Removed.Where(one => one.Kind == "VmTemplate").Select(one => new VmTemplateId(one.Name)).ToHashSet();
        var kept = policy?.WithOlderTemplatesOf(_policy with
        {
            Templates = [.. _policy.Templates.Where(template => !gone.Contains(template.Id))],
        });
        var applied = _applied.After(documents);
        _state.InTransaction(() =>
        {
            if (kept is not null)
            {
                SavePolicy(kept, user);
            }

            foreach (var removed in documents.Removed)
            {
                Audit(user, "document.delete", ("kind", removed.Kind), ("name", removed.Name));
            }

            if (!applied.SequenceEqual(_applied.All))
            {
                _applied.Save(applied);
            }

            foreach (var request in requests)
            {
                SaveRequest(request, user);
            }
        });
        _applied.Take(applied);
        if (kept is not null)
        {
            PutInForce(kept, user);
        }

        foreach (var request in requests)
        {
            _deployments.Add(request);
            _needs.Look();
            Wake($"Deployment '{request.Id}' was asked for by {user}.", EventKeys.Deployment(request.Id));
            TellDeployment(request, $"Deployment '{request.Id}' was asked for; the next decision begins with it.", user);
        }

        _fleet = Snapshot();
        Publish();
    }

    /// <inheritdoc/>
    public Task CancelDeploymentAsync(DeploymentId deployment, string user, CancellationToken cancellationToken) =>
        CommandAsync(user, () => CancelDeployment(deployment, user), cancellationToken);

    // What waits is taken back, what is under way ends, and the next decisions take away what is there.
    private void CancelDeployment(DeploymentId id, string user)
    {
        var record = _deployments.Cancel(id, user);
        var names = DeploymentBook.NamesOf(record.Deployment);
        _state.InTransaction(() =>
        {
            _state.Deployments.Save(_options.Cluster, record);
            Audit(user, "deployment.cancel", ("deployment", id.Value));
            StopAsking(action => names.Contains(action.Target), PlanStatus.Rejected, user);
        });
        _deployments.Take(record);
        _executor?.Withdraw(names, record.Deployment.RequestedAt, $"Deployment '{id}' was cancelled by {user}.");
        Wake($"Deployment '{id}' was cancelled by {user}.");
        TellConfiguration(
            $"Deployment '{id}' was cancelled; the next decisions undo it.", user, key: "", [.. names]);
        _fleet = Snapshot();
        Publish();
    }

    // Nobody is asked for what would be taken away again at once.
    private void StopAskingForGivenUp()
    {
        var names = _deployments.GivenUp();
        if (names.Count > 0)
        {
            StopAsking(
                action => names.Contains(action.Target) &&
                    action is (CreateVirtualMachine or PowerOnVirtualMachine or ConfigureVirtualMachine or CheckVirtualMachine),
                PlanStatus.Expired, "");
        }
    }

    private void StopAsking(Func<FleetAction, bool> which, PlanStatus status, string by)
    {
        foreach (var plan in _plans.Waiting(plan => PlanReview.WithoutAsking(plan, asked => which(asked.Action), status, by) != plan))
        {
            _plans.Change(plan.Receipt.Id, known => PlanReview.WithoutAsking(known, asked => which(asked.Action), status, by));
        }
    }

    private void ExplainDeployments(PlanRecord record, Plan plan, Review review)
    {
        var waiting = _plans.Waiting(_ => true);
        var recommended = review.Recommended.Select(action => action.Action.Target).ToHashSet();
        _deployments.Explain(plan, names => WaitOf(names, record, waiting, recommended, review, IsPaused), ApprovalTime);
    }

    private static DeploymentWait WaitOf(
        HashSet<EntityId> names, PlanRecord record, List<PlanRecord> waiting, HashSet<EntityId> recommended, Review review,
        bool isPaused) =>
        waiting.Find(plan => PlanReview.Waiting(plan).Any(action => names.Contains(action.Target))) is { } asked
            ? DeploymentWait.Asks(asked.Receipt.Id)
        : recommended.Overlaps(names)
            ? DeploymentWait.Recommended(record.Receipt.Id)
        : isPaused
            ? DeploymentWait.Paused
        : review.Refused.FirstOrDefault(refusal => names.Contains(refusal.Entity)) is { } refused
            ? DeploymentWait.Refused(refused.Rule, refused.Reason)
        : record.Refused.FirstOrDefault(refusal => refusal.Rule == PlanReview.Asked && names.Contains(refusal.Entity)) is { } answered
            ? DeploymentWait.Rejected(answered.Reason)
            : DeploymentWait.Nobody;

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
            TellDeployment(request, $"Deployment '{request.Id}' is asked for ahead: {request.Evidence}", Self);
        }
    }

    private void TellDeployment(Deployment request, string message, string user) =>
        TellConfiguration(message, user, EventKeys.Deployment(request.Id), [.. DeploymentBook.NamesOf(request)]);

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
            Reason = _fleet.Hosts.IsEmpty
                ? "The fleet is not known yet: whether its hosts and images serve the templates is seen with the first decision." : "",
            Evidence = "",
            EndedAt = null,
            WasAsked = false,
        };
    }
}
