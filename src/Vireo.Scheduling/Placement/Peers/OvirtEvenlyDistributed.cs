namespace Vireo.Scheduling.Placement.Peers;

/// <summary>oVirt, policy <c>evenly_distributed</c>: a host above the high mark gives up one machine at a time, the
/// least busy first, to the host with the least CPU in use.</summary>
/// <remarks>High mark 80 % of CPU, one machine a minute.</remarks>
internal sealed class OvirtEvenlyDistributed : IPeerManager
{
    /// <summary>A host with more of its CPU in use is overloaded.</summary>
    public const double HighMark = 0.8;

    /// <summary>It balances once a minute, one machine each time.</summary>
    public const int MovesPerDecision = 5;

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public void Decide(PeerFleet fleet)
    {
        for (int move = 0; move < MovesPerDecision; move++)
        {
            if (!RelieveOne(fleet, fleet.Hosts))
            {
                return;
            }
        }
    }

    /// <summary>Takes one machine from the most loaded host above the high mark that has one to give.</summary>
    /// <param name="fleet">The working state.</param>
    /// <param name="targets">Hosts to choose from; the least loaded wins.</param>
    /// <returns>Whether one was moved.</returns>
    public static bool RelieveOne(PeerFleet fleet, IReadOnlyList<int> targets)
    {
        int[] emptiestFirst = [.. targets.OrderBy(fleet.CpuRatio).ThenBy(host => host)];
        foreach (int host in fleet.Hosts.Where(host => fleet.CpuRatio(host) > HighMark).OrderByDescending(fleet.CpuRatio).ToArray())
        {
            foreach (int machine in fleet.Movable(host).OrderBy(fleet.CpuOf).ThenBy(machine => machine).ToArray())
            {
                if (MoveToFirst(fleet, machine, emptiestFirst, "overloaded"))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Moves a machine to the first host that it does not push above the high mark.</summary>
    public static bool MoveToFirst(PeerFleet fleet, int machine, IReadOnlyList<int> hosts, string rule)
    {
        foreach (int host in hosts)
        {
            if (fleet.CpuRatio(host) + (fleet.CpuOf(machine) / fleet.CpuCapacity(host)) <= HighMark && fleet.CanGo(machine, host))
            {
                fleet.Move(machine, host, rule, $"Host CPU is outside its marks ({HighMark:P0}).");

                return true;
            }
        }

        return false;
    }
}
