using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Vireo.Detection;
using Vireo.Detection.Rules.Files;
using Vireo.Fleet;

namespace Vireo.Control;

/// <content>What people may ask of the loop; each change is audited in the transaction that makes it.</content>
public sealed partial class ClusterLoop
{
    private const string Self = "vireo";
    private const string PausedKey = "paused";
    private const string PolicyKey = "policy";
    private const string ConfiguredKey = "policy-configured";
    private const string AuthorKey = "policy-author";

    private string _configuredPolicy = "";
    private string _policyAuthor = "";
    private bool _isPaused;
    private int _pausesAsked;

    // A pause counts from the moment it is asked for, before its turn in the mailbox comes (S24).
    private bool IsPaused => _isPaused || Volatile.Read(ref _pausesAsked) > 0;

    /// <inheritdoc/>
    public Task ApproveAsync(long receiptId, string user, CancellationToken cancellationToken) =>
        CommandAsync(user, token => ApproveNowAsync(receiptId, user, token), cancellationToken);

    /// <inheritdoc/>
    public Task RejectAsync(long receiptId, string user, string reason, CancellationToken cancellationToken) =>
        CommandAsync(user, () => RejectNow(receiptId, user, reason), cancellationToken);

    /// <inheritdoc/>
    public async Task PauseAsync(string user, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _pausesAsked);
        try
        {
            await CommandAsync(user, () => SetPaused(true, user), cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _pausesAsked);
        }
    }

    /// <inheritdoc/>
    public Task ResumeAsync(string user, CancellationToken cancellationToken) =>
        CommandAsync(user, () => SetPaused(false, user), cancellationToken);

    /// <inheritdoc/>
    public Task SetPolicyAsync(Policy policy, string user, CancellationToken cancellationToken) =>
        CommandAsync(user, () => SetPolicy(policy, user), cancellationToken);

    /// <summary>Puts other thresholds and alert rules in force from the next cycle.</summary>
    public Task SetRulesAsync(
        ImmutableArray<ThresholdRule> rules, ImmutableArray<RuleFile> files, string user,
        CancellationToken cancellationToken) =>
        CommandAsync(user, () => SetRules(rules, files, user), cancellationToken);

    /// <inheritdoc/>
    public DemandForecast? Forecast(SeriesKey key, int steps)
    {
        lock (_forecasting)
        {
            return _forecaster.Forecast(key, steps);
        }
    }

    private Task CommandAsync(string user, Action work, CancellationToken cancellationToken) =>
        CommandAsync(
            user,
            _ =>
            {
                work();
                return Task.CompletedTask;
            },
            cancellationToken);

    private Task CommandAsync(string user, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(user);

        return _mailbox.SendAsync(work, cancellationToken);
    }

    private async Task ApproveNowAsync(long receiptId, string user, CancellationToken cancellationToken)
    {
        RequireAnotherPerson(user, RequireWaiting(receiptId));
        await _inventory.ReadAllAsync(cancellationToken);

        // Asked again: reading took time, and the plan may have expired meanwhile.
        var record = RequireWaiting(receiptId);
        var waiting = PlanReview.WaitingPart(record);
        var fleet = Snapshot();
        var review = Review(
            waiting, fleet, _outlook, _policy with { PlanExpiry = ApprovalTime },
            ReviewedAt(record.Receipt.At, record.AwaitingApproval));
        var outdated = NotWantedAnyMore(record, review.Approved.Actions, fleet);
        var approved = PlanReview.Originals(
            record.Plan, record.Plan, [.. review.Approved.Actions.Where(action => !outdated.ContainsKey(action.Id))]);
        _state.InTransaction(() =>
        {
            Audit(
                user, "plan.approve", ("plan", $"{receiptId}"), ("actions", $"{approved.Length}"),
                ("trace", record.Receipt.Trace));
            _plans.Change(receiptId, known => known with
            {
                Status = approved.IsEmpty ? PlanStatus.Refused : PlanStatus.Executing,
                AwaitingApproval = [],
                Refused = [.. known.Refused, .. review.Refused, .. outdated.Values],
                DecidedBy = user,
            });
            OpenLedger(record.Receipt, approved, fleet, _outlook);
        });
        TellAnswer(record, user, "approved", approved);
        _executor?.Admit(record.Receipt, record.Plan, approved, user);
        _deployments.Answered(receiptId);
        LogPlanDecided(receiptId, "approved", user);
        PublishSoon();
    }

    private Dictionary<ActionId, Refusal> NotWantedAnyMore(
        PlanRecord record, ImmutableArray<PlannedAction> actions, FleetSnapshot fleet) =>
        _plans.Newest is not { } newest || newest.Receipt.Id == record.Receipt.Id
            ? []
            : StillWanted.WhatIsNot(actions, record.Plan, newest.Plan, fleet).ToDictionary(
                action => action.Id,
                action => new Refusal(
                    action.Action.Target, StillWanted.Rule,
                    $"The newest decision, plan {newest.Receipt.Id}, does not want it any more."));

    private void RejectNow(long receiptId, string user, string reason)
    {
        var record = RequireWaiting(receiptId);
        var rejected = PlanReview.Waiting(record).ToHashSet();
        _state.InTransaction(() =>
        {
            Audit(user, "plan.reject", ("plan", $"{receiptId}"), ("reason", reason), ("trace", record.Receipt.Trace));
            _plans.Change(receiptId, known => known with
            {
                Status = PlanStatus.Rejected,
                AwaitingApproval = [],
                DecidedBy = user,
            });
        });
        TellAnswer(record, user, "rejected", [.. record.Plan.Actions.Where(action => rejected.Contains(action.Action))]);
        _deployments.Answered(receiptId);
        _orders.End(
            order => rejected.Contains(order.Action), OrderStatus.Rejected, $"{user} rejected it in plan {receiptId}.", _time.GetUtcNow());
        LogPlanDecided(receiptId, "rejected", user);
        PublishSoon();
    }

    private void SetPaused(bool paused, string user)
    {
        // Stopping works on a full disk too, though it is then not remembered; going on does not.
        _isPaused |= paused;
        _state.InTransaction(() =>
        {
            _state.Settings.Set(_options.Cluster, PausedKey, paused ? "yes" : "no");
            Audit(user, paused ? "loop.pause" : "loop.resume");
        });
        _isPaused = paused;
        TellInForce(paused ? "Paused: nothing new starts." : "Resumed.", user);
    }

    private void SetPolicy(Policy policy, string user)
    {
        var kept = policy.WithOlderTemplatesOf(_policy);
        _state.InTransaction(() => SavePolicy(kept, user));
        PutInForce(kept, user);
    }

    private void SavePolicy(Policy policy, string user)
    {
        SavePolicy(policy);
        if (IsPardon(policy))
        {
            PardonPolicy();
        }

        _state.Settings.Set(_options.Cluster, AuthorKey, user);
        Audit(user, "policy.set", ("name", policy.Name), ("hash", ContentHash.Of(policy).Value));
    }

    private void PutInForce(Policy policy, string user)
    {
        bool isPardon = IsPardon(policy);
        string words = PolicyWords.Of(_policy, policy);
        _policy = policy;
        _policyAuthor = user;
        _verdict = _ledger.Judge(policy, _judgedSince);
        if (isPardon)
        {
            ResolveDemotion();
        }

        TellInForce(words, user);
    }

    private void SavePolicy(Policy policy)
    {
        _state.Settings.Set(_options.Cluster, PolicyKey, Encoding.UTF8.GetString(CanonicalJson.Write(policy)));
        _state.Settings.Set(_options.Cluster, ConfiguredKey, _configuredPolicy);
    }

    private void SetRules(ImmutableArray<ThresholdRule> rules, ImmutableArray<RuleFile> files, string user)
    {
        string[] names = [.. rules.Select(rule => rule.Name), .. files.SelectMany(file => file.RuleNames)];
        _state.InTransaction(() => Audit(user, "rules.set", ("rules", string.Join(", ", names))));
        _rules = rules;
        ReplaceRules(files);
        TellInForce($"{names.Length} alert rules are in force from the next decision.", user);
    }

    // A policy set at run time outlives a restart, unless the operator has edited the configuration since.
    private void RestoreSettings()
    {
        _configuredPolicy = ContentHash.Of(_policy).Value;
        _isPaused = _state.Settings.Find(_options.Cluster, PausedKey) == "yes";
        if (_state.Settings.Find(_options.Cluster, PolicyKey) is { } saved
            && _state.Settings.Find(_options.Cluster, ConfiguredKey) == _configuredPolicy)
        {
            _policy = CanonicalJson.Read<Policy>(Encoding.UTF8.GetBytes(saved));
            _policyAuthor = _state.Settings.Find(_options.Cluster, AuthorKey) ?? "";
            _applied.Load();
        }
    }

    private void RequireAnotherPerson(string user, PlanRecord record)
    {
        if (user == Self)
        {
            throw new InvalidOperationException("Vireo made the plan and cannot approve it; a person has to (S16).");
        }

        if (_options.RequireSecondPerson && user == _policyAuthor)
        {
            throw new InvalidOperationException(
                $"'{user}' put the policy in force that led to this plan; somebody else has to approve it (S16).");
        }

        if (_options.RequireSecondPerson && HasOrdered(record, user))
        {
            throw new InvalidOperationException($"'{user}' ordered what this plan does; somebody else has to approve it (S16).");
        }
    }

    private PlanRecord RequireWaiting(long receiptId)
    {
        ExpireWaiting();
        var record = _plans.Find(receiptId) ?? throw new InvalidOperationException(
            $"There is no plan {receiptId} among the newest {_options.PlansToShow}.");

        return record.AwaitingApproval.IsEmpty
            ? throw new InvalidOperationException(
                $"Plan {receiptId} does not wait for a person: it is {record.Status}" +
                (record.DecidedBy.Length > 0 ? $" by {record.DecidedBy}." : "."))
            : record;
    }

    private TimeSpan ApprovalTime =>
        _policy.PlanExpiry > _options.LeastApprovalTime ? _policy.PlanExpiry : _options.LeastApprovalTime;

    // S18: what waited too long is void. A newer plan does not end the wait of an older one: a person would have a
    // cycle to decide. Approval reviews the plan against the newest state, and each action checks its preconditions
    // again.
    private void ExpireWaiting()
    {
        var oldest = _time.GetUtcNow() - ApprovalTime;
        foreach (var record in _plans.Waiting(record => record.Receipt.At <= oldest))
        {
            _plans.Change(record.Receipt.Id, known => known with { Status = PlanStatus.Expired, AwaitingApproval = [] });
            PublishSoon();
        }
    }

    // By a clock that flies a person has more time than plans have: only for what decisions still want.
    private void ExpireUnwanted(Plan newest)
    {
        foreach (var (receipt, actions) in _plans.Unwanted(newest, _time.GetUtcNow(), _policy.PlanExpiry))
        {
            _plans.Change(receipt, known => PlanReview.WithoutAsking(known, action => actions.Contains(action.Id), PlanStatus.Expired, by: ""));
            PublishSoon();
        }
    }

    // What Vireo changes by itself stands in the trail beside what people change; the receipt holds the rest.
    private void AuditOwn(Receipt receipt, int actions) =>
        Audit(
            Self, "plan.execute", ("plan", $"{receipt.Id}"), ("hash", receipt.Plan.Value), ("actions", $"{actions}"),
            ("trace", receipt.Trace));

    private void Audit(string user, string action, params ReadOnlySpan<(string Key, string Value)> detail)
    {
        var fields = new Dictionary<string, string> { ["cluster"] = _options.Cluster.Value };
        foreach (var (key, value) in detail)
        {
            fields[key] = value;
        }

        _state.Audit.Append(
            _time.GetUtcNow(), user, action,
            JsonSerializer.Serialize(fields, ControlJsonContext.Default.DictionaryStringString));
    }
}
