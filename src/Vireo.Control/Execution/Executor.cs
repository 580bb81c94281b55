using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Takes approved actions in, gives each to its provider's lane, and takes back those that lost their
/// reason.</summary>
internal sealed class Executor
{
    private readonly ExecutionScene _scene;
    private readonly ActionTable _actions;
    private readonly Dictionary<ProviderId, ExecutionLane> _lanes = [];

    public Executor(ExecutionScene scene, IEnumerable<ConnectedProvider> providers)
    {
        _scene = scene;
        _actions = scene.Actions;
        foreach (var provider in providers)
        {
            if (provider.Actuator is { } actuator)
            {
                _lanes.Add(provider.Reader.Id, new ExecutionLane(provider.Reader.Id, actuator, scene));
            }
        }
    }

    /// <summary>Runs all lanes until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_lanes.OrderBy(lane => lane.Key).Select(lane => lane.Value.RunAsync(cancellationToken)));

    /// <summary>Journals the actions and lets them start.</summary>
    public void Admit(Receipt receipt, Plan plan, ImmutableArray<PlannedAction> actions, string approvedBy)
    {
        // What a person approved has its time from then on: the plan was reviewed anew at that moment.
        var since = approvedBy.Length > 0 ? _scene.Time.GetUtcNow() : receipt.At;
        var expiresAt = since + _scene.Policy().PlanExpiry;
        var busy = _actions.Open.Select(run => run.Action.Target).ToHashSet();
        var created = plan.Actions.Select(action => action.Action).OfType<CreateVirtualMachine>()
            .ToLookup(create => EntityId.Of(create.VirtualMachine), create => create.On);
        var runs = new List<ActionRun>(actions.Length);
        foreach (var action in actions)
        {
            // What a plan does to a machine that it creates itself is up to the same provider.
            var provider = ProviderOf(action.Action) ?? created[action.Action.Target]
                .Select(host => FleetLookup.Find(_scene.Inventory.Hosts, host)?.Provider).FirstOrDefault();
            var entry = new JournalEntry(
                receipt.Id, plan.Actions.IndexOf(action), action, provider ?? new ProviderId(""), approvedBy,
                _scene.Time.GetUtcNow());
            string? why = busy.Contains(action.Action.Target)
                ? $"An earlier action on {action.Action.Target} has not ended."
                : provider is not { } known ? "Its target is not in the inventory."
                : _lanes.ContainsKey(known) ? null
                : $"Provider '{known}' is only observed: there are no credentials for acting.";
            runs.Add(new ActionRun(why is null ? entry : Skipped(entry, why), expiresAt));
        }

        _actions.Add(runs);
        WakeAll();
    }

    /// <summary>Takes back what earlier plans still wait to do: the newest decision knows better. What a person
    /// approved waits until it expires, and the next step of a machine that is being made follows the one under
    /// way.</summary>
    public void Supersede(Receipt by)
    {
        var making = _actions.Open.Where(run => run.Entry.IsUnderWay).Select(run => run.Entry.Receipt).ToHashSet();
        TakeBack(
            run => run.Entry.Receipt < by.Id && run.Entry.ApprovedBy.Length == 0 &&
                !(run.IsStepOfNew && making.Contains(run.Entry.Receipt)),
            $"Superseded by plan {by.Id}.");
    }

    /// <summary>Takes back what waits for a machine that somebody else moved (S23).</summary>
    public void Yield(ObservedMove move) =>
        TakeBack(
            run => run.Action.Target == EntityId.Of(move.VirtualMachine),
            $"Provider '{move.Provider}' moved '{move.VirtualMachine}' from '{move.From}' to '{move.To}' by itself; " +
            "Vireo yields.");

    /// <summary>Takes back what waits for machines whose deployment was cancelled.</summary>
    public void Withdraw(IReadOnlySet<EntityId> machines, DateTimeOffset requestedAt, string why) =>
        TakeBack(run => machines.Contains(run.Action.Target) && run.Entry.CreatedAt >= requestedAt, why);

    /// <summary>Takes back what waits to be done for an order that was cancelled.</summary>
    public void TakeBack(IReadOnlyList<FleetAction?> actions, string why) => TakeBack(run => actions.Contains(run.Action), why);

    /// <summary>Lets the provider be asked to abort what is under way on something; how it ends is read back. On disk, so
    /// that a restart does not forget it.</summary>
    public void Abort(EntityId target, string why)
    {
        var underWay = _actions.Open.Where(run => run.Action.Target == target && run.Entry.IsUnderWay).ToList();
        _actions.Commit([.. underWay.Select(run => (run, run.Entry with { Phase = JournalPhase.AbortingAsAsked, Detail = why }))]);
        WakeAll();
    }

    /// <summary>Takes over what a previous life left open: asks the provider about everything that may have been sent,
    /// and drops the rest.</summary>
    public void Recover(IEnumerable<JournalEntry> entries)
    {
        var dropped = new List<(ActionRun, JournalEntry)>();
        foreach (var entry in entries)
        {
            var run = new ActionRun(AsSent(entry), entry.CreatedAt)
            {
                IsRecovered = true,
            };
            _actions.Adopt(run);
            if (entry.StartedAt is null)
            {
                dropped.Add((run, Skipped(entry, "Vireo was restarted before it was sent.")));
            }
            else if (!_lanes.ContainsKey(entry.Provider))
            {
                dropped.Add((run, run.Entry with
                {
                    Phase = JournalPhase.Failed,
                    Detail = $"Provider '{entry.Provider}' is not connected for acting any more and cannot be asked.",
                    EndedAt = _scene.Time.GetUtcNow(),
                }));
            }
        }

        _actions.Commit(dropped);
        WakeAll();
    }

    private static JournalEntry AsSent(JournalEntry entry) =>
        entry is { Phase: JournalPhase.Waiting, StartedAt: not null }
            ? entry with { Phase = JournalPhase.Sending }
            : entry;

    private void TakeBack(Func<ActionRun, bool> which, string why)
    {
        var waiting = _actions.Open.Where(run => run.Entry.Phase == JournalPhase.Waiting && which(run)).ToList();
        _actions.Commit([.. waiting.Select(run => (run, Skipped(run.Entry, why)))]);
    }

    private JournalEntry Skipped(JournalEntry entry, string why) =>
        entry with { Phase = JournalPhase.Skipped, Detail = why, EndedAt = _scene.Time.GetUtcNow() };

    private ProviderId? ProviderOf(FleetAction action) => action switch
    {
        SetPoolTerms set => set.Setting.Provider,
        JoinBackendPool join => join.Pool,
        LeaveBackendPool leave => leave.Pool,
        ChangeNetwork change => change.Provider,
        CreateVirtualMachine create => FleetLookup.Find(_scene.Inventory.Hosts, create.On)?.Provider,
        { Target.Kind: EntityKind.Host } =>
            FleetLookup.Find(_scene.Inventory.Hosts, new HostId(action.Target.Value))?.Provider,
        _ => FleetLookup.Find(_scene.Inventory.Machines, new VirtualMachineId(action.Target.Value))?.Provider,
    };

    private void WakeAll()
    {
        foreach (var lane in _lanes.Values)
        {
            lane.Wake();
        }
    }
}
