using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Vireo.Detection;
using Vireo.Detection.Logs;
using Vireo.Fleet;
using Vireo.Scheduling.Network.Ovn;

namespace Vireo.Control;

/// <content>What followed from what: each event names its causes by key, and the trace and receipt it belongs to.</content>
public sealed partial class ClusterLoop
{
    // Spans of cycles whose actions may still end; older actions hang below the trace without them.
    private const int SpansKept = 100;

    // What a provider reported of the same object this long before an incident is what the incident is about.
    private static readonly TimeSpan SignBefore = TimeSpan.FromMinutes(15);

    private readonly SortedDictionary<long, ActivityContext> _spans = [];
    private HashSet<(EntityId Entity, LogSignalKind Kind, string Template)> _toldLogs = [];
    private HashSet<string> _toldIncidents = [];
    private string _trace = "";
    private string _urgentKey = "";
    private string _causeOfCycle = "";

    private async Task<Receipt> TracedCycleAsync(CancellationToken cancellationToken)
    {
        using var trace = CycleTrace.Begin(_options.Cluster, _time.GetUtcNow());
        _trace = trace.Id;
        try
        {
            var receipt = await CycleAsync(cancellationToken);
            trace.Decided(receipt);

            return receipt;
        }
        catch (Exception failure)
        {
            trace.Failed(failure.Message);
            throw;
        }
        finally
        {
            _trace = "";
        }
    }

    private FleetEvent Traced(FleetEvent happened) => happened with
    {
        Message = Names().In(happened.Message),
        Key = happened.Key.Length > 0 ? happened.Key : EventKeys.Any(happened),

        // A person's change may come in the middle of a cycle and is none of it.
        Trace = happened.Trace ?? (_trace.Length > 0 && happened.Kind != FleetEventKind.Configuration ? _trace : null),
    };

    private void TellDecision(PlanRecord record, ImmutableArray<PlannedAction> approved, string cause)
    {
        if (Activity.Current is { } span)
        {
            _spans[record.Receipt.Id] = (span.Parent ?? span).Context;
            while (_spans.Count > SpansKept)
            {
                _spans.Remove(_spans.First().Key);
            }
        }

        int waiting = record.AwaitingApproval.Length;
        if (approved.IsEmpty && waiting == 0)
        {
            return;
        }

        string waits = waiting == 0 ? "" : $", {waiting} for a person to approve";
        string refused = record.Refused.IsEmpty ? "" : $", {record.Refused.Length} refused";
        var asked = record.Plan.Actions.Where(action => record.AwaitingApproval.Contains(action.Id));
        Tell(new FleetEvent(
            record.Receipt.At, FleetEventKind.Decision, EntityId.Of(_options.Cluster),
            $"Plan {record.Receipt.Id}: {record.Plan.Summary} {approved.Length} to start{waits}{refused}.", Self)
        {
            Key = EventKeys.Decision(record.Receipt.Id),
            Follows = cause.Length > 0 ? [cause] : [],
            Also = [.. approved.Concat(asked).SelectMany(action => ObjectsOf(action.Action)).Distinct()],
            Receipt = record.Receipt.Id,
        });
    }

    private void TellAnswer(PlanRecord record, string user, string answer, ImmutableArray<PlannedAction> actions) =>
        Tell(new FleetEvent(
            _time.GetUtcNow(), FleetEventKind.Decision, EntityId.Of(_options.Cluster),
            $"{user} {answer} plan {record.Receipt.Id}: {record.Plan.Summary}", user)
        {
            Key = EventKeys.Answer(record.Receipt.Id),
            Follows = [EventKeys.Decision(record.Receipt.Id)],
            Also = [.. actions.SelectMany(action => ObjectsOf(action.Action)).Distinct()],
            Receipt = record.Receipt.Id,
            Trace = TraceOf(record.Receipt.Id),
        });

    private void TellStarted(ActionRun run)
    {
        if (run.Entry.Phase != JournalPhase.Sending || run.IsTold)
        {
            return;
        }

        run.IsTold = true;
        Tell(Of(run, FleetEventKind.Started, $"{ActionWords.Of(run.Action)}: sent to '{run.Provider}'. {run.Entry.Planned.Reason}") with
        {
            Key = EventKeys.Action(run.Id),
            Follows = CausesOf(run.Entry),
        });
    }

    private void TellEnded(ActionRun run, ActionOutcome outcome)
    {
        var ended = Of(
            run, FleetEventKind.Action, $"{ActionWords.Of(run.Action)}: {outcome.Status}. {outcome.Detail}".TrimEnd()) with
        {
            Key = EventKeys.Ended(run.Id),
            Follows = outcome.StartedAt is null ? CausesOf(run.Entry) : [EventKeys.Action(run.Id)],
        };
        Tell(ended);
        LoopMetrics.TraceAction(run.Entry, ParentOf(ended));
    }

    private FleetEvent Of(ActionRun run, FleetEventKind kind, string message) =>
        new(_time.GetUtcNow(), kind, run.Action.Target, message, Self)
        {
            Also = [.. ObjectsOf(run.Action).Where(entity => entity != run.Action.Target)],
            Receipt = run.Entry.Receipt,
            Trace = TraceOf(run.Entry.Receipt),
        };

    private ActivityContext ParentOf(FleetEvent ended) =>
        _spans.TryGetValue(ended.Receipt ?? 0, out var span) ? span
        : ended.Trace is { } trace ? CycleTrace.ParentOf(trace)
        : default;

    private string? TraceOf(long receipt) =>
        (_plans.Find(receipt)?.Receipt ?? _state.Receipts.Find(receipt))?.Trace is { Length: > 0 } trace ? trace : null;

    // The decision, whoever approved it, and what it was for: an incident, an order, a deployment.
    private ImmutableArray<string> CausesOf(JournalEntry entry)
    {
        List<string> causes =
            [entry.ApprovedBy.Length > 0 ? EventKeys.Answer(entry.Receipt) : EventKeys.Decision(entry.Receipt)];
        if (entry.Planned.Answers is { } answer)
        {
            causes.Add(EventKeys.Incident(answer.Incident));
        }

        if (entry.Planned.Action is CreateVirtualMachine { Deployment: { } deployment })
        {
            causes.Add(EventKeys.Deployment(deployment));
        }

        if (_orders.Records.FirstOrDefault(order => order.Action == entry.Id) is { } ordered)
        {
            causes.Add(EventKeys.Order(ordered.Order));
        }

        return [.. causes];
    }

    private IEnumerable<EntityId> ObjectsOf(FleetAction action) => action switch
    {
        Migration move => [action.Target, EntityId.Of(move.From), EntityId.Of(move.To)],
        PowerOnVirtualMachine start => [action.Target, EntityId.Of(start.On), .. GroupOf(start.VirtualMachine)],
        PowerOffVirtualMachine stop => [action.Target, .. GroupOf(stop.VirtualMachine)],
        CreateVirtualMachine { Group: { } group } create => [action.Target, EntityId.Of(create.On), EntityId.Of(group)],
        CreateVirtualMachine create => [action.Target, EntityId.Of(create.On)],
        DeleteVirtualMachine { Group: { } group } => [action.Target, EntityId.Of(group)],
        JoinBackendPool join => [action.Target, EntityId.Of(join.VirtualMachine), EntityId.Of(join.Group), EntityId.Of(join.Pool)],
        LeaveBackendPool leave =>
            [action.Target, EntityId.Of(leave.VirtualMachine), EntityId.Of(leave.Group), EntityId.Of(leave.Pool)],
        ChangeNetwork change => [action.Target, .. OvnKeys.NetworksOf(change.Stage).Select(EntityId.OfNetwork)],
        _ => [action.Target],
    };

    private IEnumerable<EntityId> GroupOf(VirtualMachineId id) =>
        _inventory.Machines.FirstOrDefault(machine => machine.Id == id)?.Group is { } group ? [EntityId.Of(group)] : [];

    // A change in the inventory of something that is being acted upon comes from the action.
    private FleetEvent FromAction(FleetEvent happened) =>
        happened.Follows.IsEmpty && _actions.Open.FirstOrDefault(run => run.Entry.IsUnderWay && run.Action.Target == happened.Entity)
            is { } acting
            ? happened with
            {
                Follows = [EventKeys.Action(acting.Id)],
                Receipt = acting.Entry.Receipt,
                Trace = TraceOf(acting.Entry.Receipt),
            }
            : happened;

    private void TellIncident(Incident incident)
    {
        bool isOver = incident.ResolvedAt is not null;
        bool isNew = !isOver && _toldIncidents.Add(incident.Id);
        if (isOver)
        {
            _toldIncidents.Remove(incident.Id);
        }

        string key = EventKeys.Incident(incident.Id);
        Tell(new FleetEvent(
            incident.UpdatedAt, FleetEventKind.Incident, incident.Entity,
            $"{incident.Severity}, {(isOver ? "over" : "open")}: {incident.Title}", Self)
        {
            Key = isNew ? key : $"{key}/{(isOver ? "over" : $"{incident.UpdatedAt.UtcTicks}")}",
            Follows = isNew ? CausesOf(incident) : [key],
        });
    }

    // What explains it, then the nearest change before it, which is a suspect and no more; else what the provider
    // reported of the same object.
    private ImmutableArray<string> CausesOf(Incident incident)
    {
        if (incident.Under is { } lead)
        {
            return [EventKeys.Incident(lead)];
        }

        if (incident.Rule == RuleNames.LogSignal)
        {
            return [.. Signs(incident, FleetEventKind.Log)];
        }

        var signs = Signs(incident, FleetEventKind.Failed);

        return [.. signs, .. incident.Suspects.Where(suspect => suspect.Key.Length > 0).Take(1).Select(suspect => suspect.Key)];
    }

    private IEnumerable<string> Signs(Incident incident, FleetEventKind kind) => _memory.Unsaved.Reverse()
        .Concat(_timeline.Events)
        .Where(happened => happened.Kind == kind && happened.Entity == incident.Entity
            && happened.At >= incident.OpenedAt - SignBefore)
        .Take(1)
        .Select(happened => happened.Key);

    // A signal lasts for some looks; it happened once.
    private void TellLogs(ImmutableArray<UnusualLog> unusual, DateTimeOffset now)
    {
        foreach (var log in unusual.Where(log => !_toldLogs.Contains((log.Entity, log.Kind, log.Template))))
        {
            Tell(new FleetEvent(
                now, FleetEventKind.Log, log.Entity, $"{Word(log.Kind)} in its log, {log.Lines} lines: {log.Template}", Self)
            {
                Key = $"log/{log.Entity.Value}/{now.UtcTicks}/{ContentHash.OfBytes(Encoding.UTF8.GetBytes(log.Template)).Short}",
            });
        }

        _toldLogs = [.. unusual.Select(log => (log.Entity, log.Kind, log.Template))];
    }

    private static string Word(LogSignalKind kind) => kind switch
    {
        LogSignalKind.New => "Never seen before",
        LogSignalKind.Rare => "Not seen for long",
        LogSignalKind.Burst => "Far more than usual",
        _ => "No longer seen",
    };
}
