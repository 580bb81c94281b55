using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <content>What the loop tells the world: the published state, the time line and the log.</content>
public sealed partial class ClusterLoop
{
    private readonly SourceCursor<FleetEvent> _eventsRead = new(happened => happened.At);
    private LoopState _published;

    /// <inheritdoc/>
    public event Action<LoopState>? Published;

    /// <inheritdoc/>
    public LoopState State
    {
        get => Volatile.Read(ref _published);
        private set => Volatile.Write(ref _published, value);
    }

    private LoopState Picture() => new(
        _time.GetUtcNow(), _cycle, _fleet, _outlook, _policy, _plans.Records, AllIncidents(), _timeline.Events,
        _inventory.Health, IsPaused, _cycleDuration)
    {
        Pace = _pace,
        Deployments = _deployments.Records,
        Orders = _orders.Records,
        PlanningDuration = _planningDuration,
        Ledger = LedgerPicture(),
        Alerts = _alertRules.Picture,
        Images = _inventory.Images,
        Applied = _applied.All,
        JustHappened = _memory.Unsaved,
    };

    private void Publish()
    {
        SettlePlans();
        State = Picture();
        try
        {
            Published?.Invoke(State);
        }
        catch (Exception failure)
        {
            // A subscriber's bug is the subscriber's; the loop goes on.
            LogSubscriberFailed(failure);
        }
    }

    private void SettlePlans()
    {
        try
        {
            _plans.Settle(_time.GetUtcNow(), HostsOn());
        }
        catch (StateUnavailableException trouble)
        {
            // What could not be saved stays marked and is saved with the next publication; people see the state anyway.
            LogStateTrouble(trouble, _options.Cluster);
            PublishSoon();
        }
    }

    private void Remember()
    {
        try
        {
            _memory.Save(_watch, _incidents.Resolved, _alertRules.Picture.Alerts);
            _deployments.Save();
            _orders.Save();
            _managedPools.Save();
            _maintained.Save();
        }
        catch (StateUnavailableException trouble)
        {
            LogStateTrouble(trouble, _options.Cluster);
        }
    }

    // At most a month a decision, so that a file of years is folded bit by bit.
    private void FoldOld()
    {
        try
        {
            if (_folder.Fold(_time.GetUtcNow()) is { } fold)
            {
                TellConfiguration(
                    $"{fold.Receipts} decisions of {fold.Since.UtcDateTime:yyyy-MM} with {fold.Actions} actions are older than " +
                    $"they are kept and were folded into the digest {fold.Digest.Short}.", Self, key: "");
            }
        }
        catch (Exception trouble) when (
            trouble is StateUnavailableException or IOException or UnauthorizedAccessException)
        {
            LogStateTrouble(trouble, _options.Cluster);
        }
    }

    private void PublishSoon() => _changed.Writer.TryWrite(true);

    // A burst of changes is shown once: after each publication the next waits at least the interval.
    private async Task PublishChangesAsync(CancellationToken cancellationToken)
    {
        while (await _changed.Reader.WaitToReadAsync(cancellationToken))
        {
            _changed.Reader.TryRead(out _);
            _fleet = Snapshot();
            Publish();
            await Task.Delay(_options.PublishInterval, _time, cancellationToken);
        }
    }

    private (ImmutableArray<VirtualMachine> Of, MachineNames Names)? _names;

    private void Tell(FleetEvent happened)
    {
        happened = Traced(happened);
        _memory.Note(happened);
        if (happened.IsDetail)
        {
            return;
        }

        _timeline.Add(happened);
        LogEvent(happened.Kind, happened.Message, happened.Source);
        PublishSoon();
    }

    // Machines are the same array until the inventory changes.
    private MachineNames Names()
    {
        if (_names is not { } known || known.Of != _inventory.Machines)
        {
            known = (_inventory.Machines, new MachineNames(_inventory.Machines));
            _names = known;
        }

        return known.Names;
    }

    // S23: a move that Vireo did not ask for rests like its own, and what waited for that machine is taken back.
    private void AccountFor(ObservedMove move)
    {
        var now = _time.GetUtcNow();
        bool isOurs = _actions.Explains(move);
        if (!isOurs)
        {
            _executor?.Yield(move);
        }

        // The end of an open action records its move; one that came true after it was given up is recorded here.
        if (!isOurs || !_actions.IsBusy(EntityId.Of(move.VirtualMachine)))
        {
            _moves.Record(new PastMove(move.VirtualMachine, move.From, move.To, now));
        }

        _actions.Accounted(move);
        string who = isOurs ? "" : " by somebody else; Vireo yields";
        var moved = new FleetEvent(
            now, FleetEventKind.Moved, EntityId.Of(move.VirtualMachine),
            $"'{move.VirtualMachine}' was moved from '{move.From}' to '{move.To}'{who}.",
            isOurs ? Self : move.Provider.Value)
        {
            Also = [EntityId.Of(move.From), EntityId.Of(move.To)],
        };
        Tell(isOurs ? FromAction(moved) : moved);
    }

    private void OnActionChanged(ActionRun run)
    {
        var entry = run.Entry;
        _plans.Note(entry);
        _changes.Note(entry);
        _deployments.Note(entry);
        _orders.Note(entry);
        _needs.Note(entry);
        _managedPools.Note(entry);
        _maintained.Note(entry);
        if (entry.HasEnded)
        {
            var outcome = entry.Outcome;
            LoopMetrics.ActionEnded(outcome.Status);
            TellEnded(run, outcome);
            WakeFor(run, outcome);
        }
        else
        {
            TellStarted(run);
        }

        PublishSoon();
    }

    private void TellInForce(string message, string user) =>
        TellConfiguration(message, user, EventKeys.InForce(_time.GetUtcNow()));

    private void TellConfiguration(string message, string user, string key, params ImmutableArray<EntityId> about) =>
        Tell(new FleetEvent(
            _time.GetUtcNow(), FleetEventKind.Configuration, EntityId.Of(_options.Cluster), message, user)
        {
            Key = key,
            Also = about,
        });

    private void TellTrouble(ProviderId provider, string trouble)
    {
        LoopMetrics.ProviderFailed(provider);
        Tell(new FleetEvent(_time.GetUtcNow(), FleetEventKind.Failed, EntityId.Of(provider), trouble, Self));
    }

    // What the inventory cannot show comes from the provider's own events; the rest would be told twice.
    private static bool IsNotSeenOtherwise(FleetEvent happened) =>
        happened.Kind is FleetEventKind.Failed or FleetEventKind.Configuration;

    private async Task ReadEventsAsync(CancellationToken cancellationToken)
    {
        foreach (var provider in _providers)
        {
            if (_inventory.FreshAsOf(provider.Reader.Id) is { } asOf)
            {
                await ReadEventsAsync(provider.Reader, asOf, cancellationToken);
            }
        }
    }

    private async Task ReadEventsAsync(IHypervisor reader, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var after = _eventsRead.After(reader.Id, now - _options.CycleInterval);
        try
        {
            var call = new ProviderCall(_options.ProviderDeadline, _time);
            var events = await call.AskAsync(token => reader.ReadEventsAsync(after, token), cancellationToken);
            var newest = _eventsRead.TakeNew(reader.Id, events, _time.GetUtcNow())
                .OrderBy(item => item.At).TakeLast(_options.EventsToShow);
            foreach (var happened in newest.Where(IsNotSeenOtherwise))
            {
                Tell(happened);
            }
        }
        catch (ProviderException failure)
        {
            TellTrouble(reader.Id, $"Its events could not be read: {failure.Message}");
        }
    }
}
