using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The machines that were created and deleted lately, or joined and left a load balancer, the moves that failed
/// and the hosts that were switched, so that what rests after them rests also across a restart (S9).</summary>
internal sealed class ChangeLog(ClusterId cluster, StateStore state)
{
    /// <summary>How far back changes are shown to decisions: longer than any rest.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(2);

    /// <summary>How long a metric's word that replicas were too few counts: each hour of a day once. After that as few
    /// are tried again.</summary>
    public static readonly TimeSpan ShortageMemory = TimeSpan.FromDays(1);

    private const int Remembered = 20;
    private const int MovesRemembered = 5;

    // Sizes, and what remedies answered for, rest for days.
    private static readonly TimeSpan ResizeMemory = TimeSpan.FromDays(8);

    private readonly SortedDictionary<VmTemplateId, Queue<TimeSpan>> _startUps = [];
    private readonly SortedDictionary<VirtualMachineId, Queue<TimeSpan>> _moves = [];
    private readonly SortedDictionary<(DateTimeOffset At, ActionId Id), InFlightAction> _changes = [];
    private readonly SortedDictionary<(DateTimeOffset At, ActionId Id), InFlightAction> _resizes = [];
    private readonly SortedDictionary<(DateTimeOffset At, ActionId Id), PastMove> _failedMoves = [];

    private readonly SortedDictionary<(DateTimeOffset At, ActionId Id), PastRemedy> _remedies = [];
    private readonly SortedDictionary<(DateTimeOffset At, ActionId Id), PastSwitch> _switches = [];
    private readonly SortedDictionary<(DateTimeOffset At, ActionId Id), PastShortage> _shortages = [];

    /// <summary>Reads what earlier lives started.</summary>
    public void Load(DateTimeOffset now)
    {
        foreach (var entry in state.Journal.Since(cluster, now - ResizeMemory))
        {
            Note(entry);
        }
    }

    /// <summary>Takes a change in once it was sent.</summary>
    public void Note(JournalEntry entry)
    {
        if (entry is { StartedAt: { } resized, Phase: JournalPhase.Succeeded, Planned.Action: ResizeVirtualMachine })
        {
            _resizes[(resized, entry.Id)] = new InFlightAction(entry.Id, entry.Planned.Action, resized);
        }

        if (entry is { HasFailed: true, EndedAt: { } failed, Planned.Action: Migration { StaysOnHost: false } move })
        {
            _failedMoves[(failed, entry.Id)] = new PastMove(move.VirtualMachine, move.From, move.To, failed);
        }

        if (entry is { Phase: JournalPhase.Succeeded, StartedAt: { } left, EndedAt: { } came, Planned.Action: Migration { Storage: null } moved } && came > left)
        {
            Remember(_moves, moved.VirtualMachine, came - left, MovesRemembered);
        }

        if (entry is { StartedAt: { } sent, Planned.Answers: { } answer })
        {
            _remedies[(sent, entry.Id)] = new PastRemedy(answer, entry.Planned.Action, sent);
        }

        if (entry is { StartedAt: { } switched, Phase: JournalPhase.Succeeded } && SwitchOf(entry.Planned.Action, switched) is { } change)
        {
            _switches[(switched, entry.Id)] = change;
        }

        if (entry is { StartedAt: { } ordered, Planned.Action: CreateVirtualMachine { Shortage: { } shortage } })
        {
            _shortages[(ordered, entry.Id)] = shortage;
        }

        if (entry is
            {
                StartedAt: { } at,
                Planned.Action: CreateVirtualMachine or DeleteVirtualMachine or JoinBackendPool or LeaveBackendPool,
            })
        {
            _changes[(at, entry.Id)] = new InFlightAction(entry.Id, entry.Planned.Action, at);
            if (entry is { Phase: JournalPhase.Succeeded, Planned.Action: CreateVirtualMachine create, EndedAt: { } ended })
            {
                Remember(_startUps, create.Template, ended - at, Remembered);
            }
        }
    }

    /// <summary>How long new machines took lately, by template.</summary>
    public ImmutableArray<MeasuredStartUp> StartUps =>
        [.. _startUps.Select(known => new MeasuredStartUp(known.Key, NineOfTen(known.Value), known.Value.Count))];

    /// <summary>How long moves took lately, by machine; the default where none was measured. Machines that are gone are
    /// forgotten once there are more of them than of others.</summary>
    public ImmutableArray<MeasuredMove> Moves(ImmutableArray<VirtualMachine> machines)
    {
        if (_moves.Count > machines.Length)
        {
            HashSet<VirtualMachineId> present = [.. machines.Select(machine => machine.Id)];
            foreach (var gone in _moves.Keys.Where(id => !present.Contains(id)).ToArray())
            {
                _moves.Remove(gone);
            }
        }

        return _moves.Count == 0 ? default :
        [
            .. _moves.Select(known => new MeasuredMove(
                known.Key, TimeSpan.FromSeconds(Math.Round(known.Value.Average(taken => taken.TotalSeconds))), known.Value.Count)),
        ];
    }

    private static TimeSpan NineOfTen(Queue<TimeSpan> taken) => taken.Order().ElementAt((int)(0.9 * (taken.Count - 1)));

    private static void Remember<TId>(SortedDictionary<TId, Queue<TimeSpan>> known, TId id, TimeSpan took, int most)
        where TId : notnull
    {
        if (!known.TryGetValue(id, out var taken))
        {
            known[id] = taken = new Queue<TimeSpan>();
        }

        taken.Enqueue(took);
        if (taken.Count > most)
        {
            taken.Dequeue();
        }
    }

    /// <summary>Changes of size that succeeded, oldest first.</summary>
    public ImmutableArray<InFlightAction> Resizes(DateTimeOffset now) => Newer(_resizes, now - ResizeMemory);

    /// <summary>What remedies have started, oldest first.</summary>
    public ImmutableArray<PastRemedy> Remedies(DateTimeOffset now) => Newer(_remedies, now - ResizeMemory);

    /// <summary>Hosts that were switched since an instant, oldest first.</summary>
    public ImmutableArray<PastSwitch> Switches(DateTimeOffset from) => Newer(_switches, from);

    /// <summary>Replicas that metrics have shown to be too few since an instant, oldest first.</summary>
    public ImmutableArray<PastShortage> Shortages(DateTimeOffset from) => [.. Newer(_shortages, from).Distinct()];

    /// <summary>Moves that failed since an instant, oldest first.</summary>
    public ImmutableArray<PastMove> FailedMoves(DateTimeOffset from) => Newer(_failedMoves, from);

    /// <summary>Changes since an instant, oldest first.</summary>
    public ImmutableArray<InFlightAction> Since(DateTimeOffset from) => Newer(_changes, from);

    private static PastSwitch? SwitchOf(FleetAction action, DateTimeOffset at) => action switch
    {
        PowerOnHost on => new PastSwitch(on.Host, IsOn: true, at),
        PowerOffHost off => new PastSwitch(off.Host, IsOn: false, at),
        _ => null,
    };

    private static ImmutableArray<T> Newer<T>(
        SortedDictionary<(DateTimeOffset At, ActionId Id), T> noted, DateTimeOffset from)
    {
        foreach (var old in noted.Keys.TakeWhile(key => key.At < from).ToList())
        {
            noted.Remove(old);
        }

        return [.. noted.Values];
    }
}
