using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Vireo.Detection;
using Vireo.Detection.Anomalies;
using Vireo.Detection.Exhaustion;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Safety;
using Vireo.Scheduling;
using Vireo.Scheduling.Scaling;
using Vireo.Telemetry.Storage;

namespace Vireo.Control;

/// <summary>Runs one cluster by itself: watches, predicts, decides, acts and records.</summary>
/// <remarks>An actor: it owns all its state and shares none. Everything runs on its own serial context, carried by the
/// caller's context if there is one; commands arrive through a mailbox. Many of them can be hosted side by
/// side.</remarks>
public sealed partial class ClusterLoop : IClusterOperations, IAsyncDisposable
{
    private readonly ClusterLoopOptions _options;
    private readonly IReadOnlyList<ConnectedProvider> _providers;
    private readonly ITelemetryStore _telemetry;
    private readonly StateStore _state;
    private readonly FleetForecaster _forecaster;
    private readonly TimeProvider _time;
    private readonly ILogger<ClusterLoop> _logger;

    private readonly FleetInventory _inventory;
    private readonly MoveLog _moves;
    private readonly ChangeLog _changes;
    private readonly DeploymentBook _deployments;
    private readonly NeedBook _needs;
    private readonly OrderBook _orders;
    private readonly RolloutBook _rollouts;
    private readonly SizingRounds _sizes;
    private readonly ManagedPools _managedPools;
    private readonly MaintainedHosts _maintained;
    private readonly AppliedDocuments _applied;
    private readonly ActionTable _actions;
    private readonly PlanBook _plans;
    private readonly LedgerBook _ledger;
    private readonly ReceiptWriter _receipts;
    private readonly DecisionFolder _folder;
    private readonly Timeline _timeline;
    private readonly IncidentBook _incidents;
    private readonly LoopMemory _memory;
    private readonly FleetAnomalies _anomalies = new();
    private readonly FleetExhaustion _exhaustion = new();
    private readonly Lock _forecasting = new();

    private Policy _policy;
    private ImmutableArray<ThresholdRule> _rules;
    private WatchState _watch = WatchState.Quiet;
    private Outlook _outlook;
    private FleetSnapshot _fleet;
    private long _cycle;
    private TimeSpan _cycleDuration;
    private TimeSpan _planningDuration;
    private CyclePace _pace;
    private int _quiet;

    /// <summary>Wires a loop; nothing happens before <see cref="RunAsync"/> or <see cref="RunCycleAsync"/>.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="policy">What the operator configured; a policy set at run time survives a restart as long as the
    /// configured one stays the same.</param>
    /// <param name="providers">Whom it reads and acts on.</param>
    /// <param name="telemetry">Where a collector puts clean series; only read here.</param>
    /// <param name="state">What must not be forgotten; disposed by whoever opened it, after the loop.</param>
    /// <param name="forecaster">Used by this loop alone.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it tells what it does.</param>
    public ClusterLoop(
        ClusterLoopOptions options,
        Policy policy,
        IReadOnlyList<ConnectedProvider> providers,
        ITelemetryStore telemetry,
        StateStore state,
        FleetForecaster forecaster,
        TimeProvider time,
        ILogger<ClusterLoop> logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.CycleInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.PollInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.ProviderDeadline, TimeSpan.Zero);
        _options = options;
        _policy = policy;
        _rules = options.Rules;
        _providers = providers;
        _telemetry = telemetry;
        _state = state;
        _forecaster = forecaster;
        _time = time;
        _logger = logger;
        _alertRules = RulesOf(options.RuleFiles);
        _timeline = new Timeline(options.EventsToShow);
        _incidents = new IncidentBook(options.ResolvedIncidentsToShow);
        _memory = new LoopMemory(options.Cluster, state, options.EventsToShow, options.EventsToKeep);
        _inventory = new FleetInventory(options, providers, time, TellInventory, AccountFor);
        _moves = new MoveLog(options.Cluster, state);
        _changes = new ChangeLog(options.Cluster, state);
        _sizes = new SizingRounds(telemetry, _forecaster);
        _rollouts = new RolloutBook(options.Cluster, state);
        _managedPools = new ManagedPools(options.Cluster, state);
        _maintained = new MaintainedHosts(options.Cluster, state);
        _applied = new AppliedDocuments(options.Cluster, state);
        _deployments = new DeploymentBook(options.Cluster, state, options.DeploymentsToShow);
        _needs = new NeedBook(options.Cluster, state);
        _orders = new OrderBook(options.Cluster, state, options.DeploymentsToShow);
        _actions = new ActionTable(options.Cluster, state, _moves, OnActionChanged);
        _ledger = new LedgerBook(options, state, telemetry, forecaster.Options.Step);
        _plans = new PlanBook(options.Cluster, state, options.PlansToShow, _ledger.Close);
        _receipts = new ReceiptWriter(options, state);
        _folder = new DecisionFolder(options.Cluster, state);
        var now = time.GetUtcNow();
        _fleet = FleetSnapshot.Create(now, options.Cluster, [], [], [], []) with { BackendPools = _inventory.BackendPools };
        _outlook = new Outlook(now, forecaster.Options.Step, 0, forecaster.Options.Levels, [], []);
        _pace = new CyclePace(options.CycleInterval, "Nothing was decided yet.");
        _published = Picture();
    }

    /// <summary>Decides; the scheduler, unless a test puts another decision here.</summary>
    internal Decision Decide { get; init; } = Scheduler.Plan;

    /// <summary>Reviews; the guard rails, unless a test puts others here.</summary>
    internal Func<Plan, FleetSnapshot, Outlook, Policy, ReviewContext, Review> Review { get; init; } = SafetyReview.Review;

    /// <summary>Makes one decision. What it approves starts before the task completes and goes on after it.</summary>
    /// <exception cref="StateUnavailableException">The decision could not be recorded, so nothing of it was
    /// started.</exception>
    public Task<Receipt> RunCycleAsync(CancellationToken cancellationToken) => OnLoopAsync(() =>
    {
        Start();

        return TracedCycleAsync(cancellationToken);
    });

    private async Task<Receipt> CycleAsync(CancellationToken cancellationToken)
    {
        long startedAt = Stopwatch.GetTimestamp();
        await ReadInventoryAsync(cancellationToken);
        _deployments.Settle(Snapshot(), _policy);
        StopAskingForGivenUp();
        AskAhead();
        ExpireOrders();
        var fleet = Snapshot() with { ActionsInLastHour = ActionsInLastHour() };
        PrimeForecaster(fleet);
        var series = SharedLoads.AddTo(ReadCleanSeries(fleet.TakenAt), fleet, _policy);
        var hazards = Watch(fleet, series);
        var outlook = Look(fleet, series, hazards, cancellationToken);
        fleet = WithRollbacks(fleet, outlook);
        var plan = MakePlan(fleet, outlook);
        var receipt = Record(fleet, outlook, plan);
        var review = ReviewPlan(receipt, plan, fleet, outlook);
        var record = Execute(receipt, plan, review, fleet, outlook);
        ExplainDeployments(record, plan, review);
        ExplainOrders(plan, record);
        KeepLedger();
        Pace(fleet, outlook, plan);
        Complete(fleet, outlook, Stopwatch.GetElapsedTime(startedAt));

        return receipt;
    }

    private async Task ReadInventoryAsync(CancellationToken cancellationToken)
    {
        using var stage = LoopMetrics.Measure("snapshot");
        await _inventory.ReadAllAsync(cancellationToken);
        _maintained.See(_inventory.Hosts, _actions.InFlight);
        await ReadEventsAsync(cancellationToken);
        await ReadLogsAsync(cancellationToken);

        // The decision that follows sees it.
        _causeOfCycle = _urgent is null ? "" : _urgentKey;
        _urgent = null;
    }

    // Everything known at this instant. A machine or host whose action is under way is marked as such.
    private FleetSnapshot Snapshot()
    {
        var now = _time.GetUtcNow();
        var rest = _policy.RestAfterMove > _policy.NoReturnWithin ? _policy.RestAfterMove : _policy.NoReturnWithin;

        return new FleetSnapshot(
            now, _options.Cluster, Hosts(), _inventory.Machines, _moves.Since(now - rest), _actions.InFlight)
        {
            Pools = _inventory.Pools,
            BackendPools = _inventory.BackendPools,
            Network = _inventory.Network,
            Datastores = _inventory.Datastores,
            RecentChanges = _changes.Since(now - ChangeLog.Memory),
            FailedMoves = _changes.FailedMoves(now - ChangeLog.Memory),
            StartUps = _changes.StartUps,
            MeasuredMoves = _changes.Moves(_inventory.Machines),
            RecentResizes = _changes.Resizes(now),
            RecentSwitches = _changes.Switches(now - _policy.RestAfterSwitch),
            RecentShortages = _changes.Shortages(now - ChangeLog.ShortageMemory),
            RecentRemedies = _changes.Remedies(now),
            Deployments = _deployments.Open,
            Orders = _orders.Waiting,
            RecurringNeeds = _needs.All,
            RejectedVersions = _rollouts.Rejected,
            ManagedPools = _managedPools.All,
        };
    }

    // What people said of a host counts as much as what its hypervisor says.
    private ImmutableArray<Host> Hosts() => _policy.Maintenance.IsEmpty && _maintained.IsEmpty
        ? _inventory.Hosts
        :
        [
            .. _inventory.Hosts.Select(host => _maintained.Show(host with
            {
                IsInMaintenance = host.IsInMaintenance || _policy.Maintenance.Contains(host.Id),
            })),
        ];

    private FleetSeries ReadCleanSeries(DateTimeOffset now)
    {
        using var stage = LoopMetrics.Measure("series");
        var step = _forecaster.Options.Step;
        var end = FloorTo(step, now);

        return _telemetry.ReadFleet(end - _options.WatchWindow, end, step);
    }

    private ImmutableArray<Hazard> Watch(FleetSnapshot fleet, FleetSeries series)
    {
        using var stage = LoopMetrics.Measure("watch");
        var unusual = _policy.WatchUnusual ? _anomalies.Observe(series) : [];
        var logs = WatchLogs(fleet);
        var signals = new WatchSignals(unusual, Evaluate(fleet, series, unusual, logs), _timeline.Events)
        {
            Filling = _exhaustion.Observe(_rules, fleet, series),
            Logs = logs,
        };
        var result = Watcher.Watch(_watch, _rules, fleet, series, signals);
        _watch = result.State;
        _incidents.Take(result);
        foreach (var incident in result.Changed)
        {
            TellIncident(incident);
        }

        return result.Hazards;
    }

    private Outlook Look(
        FleetSnapshot fleet, FleetSeries series, ImmutableArray<Hazard> hazards, CancellationToken cancellationToken)
    {
        using var stage = LoopMetrics.Measure("look");
        lock (_forecasting)
        {
            _forecaster.Know(fleet, _policy);
            _forecaster.Observe(series, cancellationToken);
            RememberEvents();
            RememberChoices();

            var outlook = _forecaster.Look(fleet, series, hazards, _policy.Horizon);

            return SharedLoads.Look(_forecaster, series, fleet, _policy, outlook) with
            {
                Sizes = _sizes.Advise(fleet, _policy),
                Incidents = OpenIncidents(),
            };
        }
    }

    // Consequences are left out: what is under another incident goes with it.
    private ImmutableArray<OpenIncident> OpenIncidents() => _policy.Remedies.IsEmpty ? [] :
    [
        .. _watch.Open.Where(incident => incident.Under is null && incident.ResolvedAt is null)
            .OrderBy(incident => incident.Id, StringComparer.Ordinal)
            .Select(incident => new OpenIncident(
                incident.Id, incident.Rule, incident.Entity, incident.Severity, incident.Title, incident.OpenedAt)),
    ];

    private FleetSnapshot WithRollbacks(FleetSnapshot fleet, Outlook outlook)
    {
        var found = RollingUpdate.Reject(fleet, outlook, _policy);
        _rollouts.Take(found);
        foreach (var rejected in found)
        {
            Tell(new FleetEvent(
                fleet.TakenAt, FleetEventKind.Failed, EntityId.Of(rejected.Group),
                $"The update to version {rejected.Version} of '{rejected.Template}' is stopped and rolled back: {rejected.Reason}", Self));
        }

        return fleet with { RejectedVersions = _rollouts.Rejected };
    }

    private Plan MakePlan(FleetSnapshot fleet, Outlook outlook)
    {
        using var stage = LoopMetrics.Measure("plan");
        long startedAt = Stopwatch.GetTimestamp();
        var plan = Decide(fleet, outlook, _policy);
        _planningDuration = Stopwatch.GetElapsedTime(startedAt);

        return plan;
    }

    private Receipt Record(FleetSnapshot fleet, Outlook outlook, Plan plan)
    {
        using var stage = LoopMetrics.Measure("record");

        return _receipts.Write(_time.GetUtcNow(), fleet, outlook, _policy, plan, _trace);
    }

    private Review ReviewPlan(Receipt receipt, Plan plan, FleetSnapshot fleet, Outlook outlook)
    {
        using var stage = LoopMetrics.Measure("review");

        return Review(plan, fleet, outlook, _policy, ReviewedAt(receipt.At, approved: []));
    }

    private PlanRecord Execute(Receipt receipt, Plan plan, Review review, FleetSnapshot fleet, Outlook outlook)
    {
        using var stage = LoopMetrics.Measure("execute");
        var shown = UniquePlan.Of(plan, receipt, id => _actions.PhaseOf(id) is not null);
        ExpireWaiting();
        ExpireUnwanted(plan);
        var record = PlanReview.AskOnce(
            PlanReview.Open(receipt, shown, plan, review), _plans.Waiting(_ => true),
            _plans.RejectedSince(receipt.At - (2 * ApprovalTime)), !review.Approved.Actions.IsEmpty);
        _executor?.Supersede(receipt);
        var approved = PlanReview.Originals(shown, plan, review.Approved.Actions);
        _state.InTransaction(() =>
        {
            _plans.Add(record, HostsOn());
            if (!approved.IsEmpty)
            {
                AuditOwn(receipt, approved.Length);
                OpenLedger(receipt, approved, fleet, outlook);
            }
        });
        TellDecision(record, approved, _causeOfCycle);
        if (!approved.IsEmpty)
        {
            _executor?.Admit(receipt, shown, approved, approvedBy: "");
        }

        LogPlanMade(receipt.Id, plan.Summary, approved.Length, record.AwaitingApproval.Length, review.Refused.Length);

        return record;
    }

    private void Pace(FleetSnapshot fleet, Outlook outlook, Plan plan)
    {
        _quiet = plan.Actions.IsEmpty ? _quiet + 1 : 0;
        var next = CyclePace.Next(
            _options.CycleInterval, _policy, fleet with { InFlight = _actions.InFlight }, outlook, _incidents.All, _quiet);
        if (next.Interval != _pace.Interval)
        {
            LogPace(_options.Cluster, next.Interval, next.Reason);
        }

        _pace = next with { Early = _early };
    }

    private void Complete(FleetSnapshot fleet, Outlook outlook, TimeSpan duration)
    {
        _fleet = fleet;
        _outlook = outlook;
        _cycle++;
        _cycleDuration = duration;
        LoopMetrics.CycleEnded(_options.Cluster, succeeded: true);
        Remember();
        FoldOld();
        Publish();
    }

    private ReviewContext ReviewedAt(DateTimeOffset madeAt, ImmutableArray<ActionId> approved)
    {
        var now = _time.GetUtcNow();

        return new ReviewContext(
            now, madeAt, IsPaused, [], approved,
            ActionsInLastHour(),
            _providers.ToImmutableDictionary(
                provider => provider.Reader.Id,
                provider => provider.Actuator is null ? ActionKinds.None : provider.Reader.Capabilities.Actions));
    }

    private int ActionsInLastHour() =>
        _state.Journal.StartedSince(_options.Cluster, _time.GetUtcNow() - TimeSpan.FromHours(1));

    private int HostsOn() => _inventory.Hosts.Count(host => host.State == HostState.On);

    private static DateTimeOffset FloorTo(TimeSpan grid, DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % grid.Ticks), TimeSpan.Zero);
}
