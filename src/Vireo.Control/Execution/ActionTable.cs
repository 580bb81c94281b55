using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The actions that have not ended, in memory as in the journal; the journal is written first,
/// always.</summary>
internal sealed class ActionTable(ClusterId cluster, StateStore state, MoveLog moves, Action<ActionRun> changed)
{
    private readonly Dictionary<ActionId, ActionRun> _open = [];
    private readonly List<ActionRun> _ordered = [];
    private readonly Dictionary<VirtualMachineId, Migration> _sent = [];

    /// <summary>Open actions, oldest plan first, in plan order.</summary>
    public IReadOnlyList<ActionRun> Open => _ordered;

    /// <summary>What may be under way at the providers, for the snapshot.</summary>
    public ImmutableArray<InFlightAction> InFlight =>
    [
        .. _ordered.Where(run => run.Entry.IsUnderWay)
            .Select(run => new InFlightAction(run.Id, run.Action, run.Entry.StartedAt ?? run.Entry.CreatedAt))
            .OrderBy(action => action.StartedAt).ThenBy(action => action.Id),
    ];

    /// <summary>How far an action has come; null when it was never admitted.</summary>
    public JournalPhase? PhaseOf(ActionId id) =>
        _open.TryGetValue(id, out var run) ? run.Entry.Phase : state.Journal.PhaseOf(id);

    /// <summary>What an action of a plan does, for people.</summary>
    public string WordsOf(long receipt, ActionId id) => _open.TryGetValue(id, out var run)
        ? ActionWords.Of(run.Action)
        : state.Journal.OfReceipt(receipt).FirstOrDefault(entry => entry.Id == id) is { } entry
            ? ActionWords.Of(entry.Planned.Action)
            : $"action {id}";

    /// <summary>Whether a move that was seen is the one that Vireo asked for last.</summary>
    public bool Explains(ObservedMove move) =>
        (_sent.TryGetValue(move.VirtualMachine, out var asked) && asked.From == move.From && asked.To == move.To)
        || _ordered.Exists(run => IsOnItsWay(run.Action, move));

    // A copy may appear on its template's host first, and a machine that is started may be taken to another host for it.
    private static bool IsOnItsWay(FleetAction action, ObservedMove move) => action switch
    {
        CreateVirtualMachine create => create.VirtualMachine == move.VirtualMachine && create.On == move.To,
        PowerOnVirtualMachine start => start.VirtualMachine == move.VirtualMachine && start.On == move.To,
        _ => false,
    };

    /// <summary>The machine was seen on another host: a request explains one move only.</summary>
    public void Accounted(ObservedMove move) => _sent.Remove(move.VirtualMachine);

    /// <summary>Whether an action on something has not ended.</summary>
    public bool IsBusy(EntityId target) => _ordered.Exists(run => run.Action.Target == target);

    /// <summary>Takes new actions in, all or none.</summary>
    public void Add(IReadOnlyList<ActionRun> runs)
    {
        state.InTransaction(() =>
        {
            foreach (var run in runs)
            {
                state.Journal.Add(cluster, run.Entry);
            }
        });
        foreach (var run in runs)
        {
            Remember(run);
            changed(run);
        }
    }

    /// <summary>Takes back what a previous life of the loop left open.</summary>
    public void Adopt(ActionRun run) => Remember(run);

    /// <summary>Puts changes on disk in one transaction, then in force.</summary>
    public void Commit(IReadOnlyList<(ActionRun Run, JournalEntry Next)> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var arrivals = changes.Select(change => MoveLog.Of(change.Next)).OfType<PastMove>().ToList();
        state.InTransaction(() =>
        {
            foreach (var (_, next) in changes)
            {
                state.Journal.Update(next);
            }

            foreach (var move in arrivals)
            {
                state.Moves.Add(cluster, move);
            }
        });
        moves.Remember(arrivals);
        foreach (var (run, next) in changes)
        {
            run.Entry = next;
            Forget(run);
            changed(run);
        }
    }

    private void Remember(ActionRun run)
    {
        if (!run.Entry.HasEnded)
        {
            _open.Add(run.Id, run);
            _ordered.Add(run);
        }

        NoteSent(run);
    }

    private void Forget(ActionRun run)
    {
        NoteSent(run);
        if (run.Entry.HasEnded)
        {
            _open.Remove(run.Id);
            _ordered.Remove(run);
        }
    }

    private void NoteSent(ActionRun run)
    {
        if (run is { Action: Migration migration, Entry.IsUnderWay: true })
        {
            _sent[migration.VirtualMachine] = migration;
        }
    }
}
