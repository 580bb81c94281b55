using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Model;

/// <summary>How long moves take: by the memory in use and the share of the host's link that migrations may have, corrected by how
/// long moves really took. Pages that a guest writes while it moves are sent again, which nobody tells beforehand.</summary>
internal sealed class MigrationTimes
{
    // So many measured machines say how the fleet's moves differ from what is computed; so many moves weigh as much as that.
    private const int FewestMeasured = 3;
    private const double PriorMoves = 2;
    private const double Slowest = 20;
    private const double Fastest = 0.05;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private readonly DemandTable _demand;
    private readonly double _share;
    private readonly Dictionary<int, MeasuredMove> _measured = [];

    /// <summary>Learns from what was measured.</summary>
    /// <param name="fleet">With the moves that were measured.</param>
    /// <param name="demand">Knows the memory in use.</param>
    /// <param name="share">Of a host's link that migrations may have, 0 to 1.</param>
    /// <param name="machineAt">Positions of machines.</param>
    /// <param name="hostAt">Positions of hosts.</param>
    public MigrationTimes(
        FleetSnapshot fleet, DemandTable demand, double share, IReadOnlyDictionary<VirtualMachineId, int> machineAt,
        IReadOnlyDictionary<HostId, int> hostAt)
    {
        (_demand, _share) = (demand, share);
        var ratios = new List<double>();
        foreach (var move in fleet.MeasuredMoves.IsDefault ? [] : fleet.MeasuredMoves)
        {
            if (move.Count > 0 && move.Takes > TimeSpan.Zero && machineAt.TryGetValue(move.VirtualMachine, out int machine))
            {
                _measured[machine] = move;
                double computed = fleet.VirtualMachines[machine].Host is { } id && hostAt.TryGetValue(id, out int host)
                    ? Computed(machine, fleet.Hosts[host])
                    : 0;
                if (computed > 0)
                {
                    ratios.Add(move.Takes.TotalHours / computed);
                }
            }
        }

        ratios.Sort();
        Slowdown = ratios.Count < FewestMeasured ? 1 : Math.Clamp(ratios[ratios.Count / 2], Fastest, Slowest);
    }

    /// <summary>How many times as long as computed the fleet's moves take; 1 while that is not known.</summary>
    public double Slowdown { get; }

    /// <summary>Hours that a move off a host is expected to take; 0 where neither its link nor a move of the machine is
    /// known.</summary>
    public double Hours(int machine, Host from)
    {
        double expected = Slowdown * Computed(machine, from);
        if (_measured.TryGetValue(machine, out var measured))
        {
            double prior = expected > 0 ? PriorMoves : 0;
            expected = ((prior * expected) + (measured.Count * measured.Takes.TotalHours)) / (prior + measured.Count);
        }

        return Math.Min(Longest.TotalHours, expected);
    }

    private double Computed(int machine, Host from)
    {
        double speed = from.NetworkCapacity.Value * _share;
        double bytes = Math.Max(MigrationCost.LeastBytes, _demand.MemoryInUse[machine]);

        return speed > 0 ? bytes / speed / TimeSpan.FromHours(1).TotalSeconds : 0;
    }
}
