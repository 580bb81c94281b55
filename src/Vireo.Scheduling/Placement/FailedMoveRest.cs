using Vireo.Fleet;

namespace Vireo.Scheduling.Placement;

/// <summary>How long a machine whose moves failed is left where it is.</summary>
internal sealed class FailedMoveRest
{
    private static readonly RetryRest Wished = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(60));
    private static readonly RetryRest Forced = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));

    private readonly Dictionary<VirtualMachineId, (int Times, DateTimeOffset Last)> _failed = [];
    private readonly DateTimeOffset _now;

    /// <summary>Counts the failures since each machine moved last.</summary>
    public FailedMoveRest(FleetSnapshot fleet)
    {
        _now = fleet.TakenAt;
        if (fleet.FailedMoves.IsEmpty)
        {
            return;
        }

        var movedAt = fleet.RecentMoves.GroupBy(move => move.VirtualMachine)
            .ToDictionary(moves => moves.Key, moves => moves.Max(move => move.At));
        foreach (var failure in fleet.FailedMoves)
        {
            if (!movedAt.TryGetValue(failure.VirtualMachine, out var moved) || failure.At > moved)
            {
                int before = _failed.GetValueOrDefault(failure.VirtualMachine).Times;
                _failed[failure.VirtualMachine] = (before + 1, failure.At);
            }
        }
    }

    /// <summary>Why a machine is not moved now; null when it may be.</summary>
    /// <param name="machine">Which.</param>
    /// <param name="isForced">Whether its host is to be left: then it is tried again sooner, and never left for
    /// long.</param>
    public string? Find(VirtualMachineId machine, bool isForced)
    {
        if (!_failed.TryGetValue(machine, out var failed))
        {
            return null;
        }

        var until = (isForced ? Forced : Wished).Until(failed.Times, failed.Last);

        return _now >= until
            ? null
            : $"Moving '{machine}' failed {failed.Times} {(failed.Times == 1 ? "time" : "times")} lately; it is tried again at " +
              $"{until.UtcDateTime:HH:mm:ss}.";
    }
}
