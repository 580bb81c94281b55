using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The moves inside the longest rest window, kept in memory and on disk (S8, S12).</summary>
internal sealed class MoveLog(ClusterId cluster, StateStore state)
{
    /// <summary>How far back moves are kept beyond the rest window in force, in case a longer one is set.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private readonly List<PastMove> _moves = [];

    /// <summary>Reads what earlier lives remembered.</summary>
    public void Load(DateTimeOffset from)
    {
        _moves.Clear();
        _moves.AddRange(state.Moves.Since(cluster, from));
    }

    /// <summary>Moves since an instant, oldest first.</summary>
    public ImmutableArray<PastMove> Since(DateTimeOffset from)
    {
        ForgetBefore(from - Memory);
        int first = _moves.Count;
        while (first > 0 && _moves[first - 1].At >= from)
        {
            first--;
        }

        return [.. _moves.Skip(first).OrderBy(move => move.At).ThenBy(move => move.VirtualMachine)];
    }

    /// <summary>Records a move that somebody else made: its machine rests as well.</summary>
    public void Record(PastMove move)
    {
        state.Moves.Add(cluster, move);
        _moves.Add(move);
    }

    /// <summary>Takes in moves that are on disk already.</summary>
    public void Remember(IEnumerable<PastMove> moves) => _moves.AddRange(moves);

    // Moves are noted as time goes on, so the oldest come first; they are dropped in batches.
    private void ForgetBefore(DateTimeOffset instant)
    {
        int old = _moves.FindIndex(move => move.At >= instant);
        if (old > 100 || (old < 0 && _moves.Count > 100))
        {
            _moves.RemoveRange(0, old < 0 ? _moves.Count : old);
            state.Moves.ForgetBefore(cluster, instant);
        }
    }

    /// <summary>The move that a finished action made; null when it made none.</summary>
    public static PastMove? Of(JournalEntry entry) =>
        entry is { Phase: JournalPhase.Succeeded, Planned.Action: Migration { StaysOnHost: false } move, EndedAt: { } at }
            ? new PastMove(move.VirtualMachine, move.From, move.To, at)
            : null;
}
