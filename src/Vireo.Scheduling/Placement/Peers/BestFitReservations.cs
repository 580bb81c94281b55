namespace Vireo.Scheduling.Placement.Peers;

/// <summary>What most sites run: best fit on what machines were given, not on what they use. All configured memory is
/// reserved and CPU is promised four times over; a host that is not needed for the reservations is emptied once and
/// switched off.</summary>
internal sealed class BestFitReservations : IPeerManager
{
    private const double CpuOvercommit = 4;

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public void Decide(PeerFleet fleet)
    {
        double[] reserved = new double[fleet.Hosts.IsEmpty ? 0 : fleet.Hosts.Max() + 1];
        foreach (int host in fleet.Hosts)
        {
            reserved[host] = fleet.On(host).Sum(machine => fleet.Machine(machine).CpuCapacity.Value);
        }

        var closed = new HashSet<int>();
        int[] emptiestFirst = [.. fleet.Hosts.OrderBy(fleet.MemoryConfigured).ThenBy(host => host)];
        foreach (int host in emptiestFirst.Where(host => fleet.On(host).Count > 0))
        {
            Empty(fleet, host, reserved, closed);
        }

        foreach (int host in fleet.Hosts)
        {
            fleet.PowerOff(host, "Nothing is reserved on it.");
        }
    }

    // The fullest host by memory that still holds both reservations.
    private static void Empty(PeerFleet fleet, int host, double[] reserved, HashSet<int> closed)
    {
        int[] leaving =
            [.. fleet.Movable(host).OrderByDescending(machine => fleet.Machine(machine).Memory.Value).ThenBy(machine => machine)];
        if (leaving.Length < fleet.On(host).Count)
        {
            return;
        }

        var free = fleet.Hosts.Where(other => other != host && fleet.On(other).Count > 0 && !closed.Contains(other))
            .ToDictionary(other => other, other => fleet.MemoryCapacity(other) - fleet.MemoryConfigured(other));
        var cpu = free.Keys.ToDictionary(other => other, other => (CpuOvercommit * fleet.CpuCapacity(other)) - reserved[other]);
        int Choose(int machine)
        {
            var noun = fleet.Machine(machine);
            int target = free
                .Where(pair => pair.Value >= noun.Memory.Value && cpu[pair.Key] >= noun.CpuCapacity.Value &&
                    fleet.CanGo(machine, pair.Key))
                .OrderBy(pair => pair.Value).ThenBy(pair => pair.Key).Select(pair => pair.Key).FirstOrDefault(-1);
            if (target >= 0)
            {
                free[target] -= noun.Memory.Value;
                cpu[target] -= noun.CpuCapacity.Value;
            }

            return target;
        }

        if (!fleet.TryMoveAll(leaving, Choose, "best-fit", "Its reservations fit on fuller hosts."))
        {
            return;
        }

        closed.Add(host);
        foreach (int machine in leaving)
        {
            reserved[fleet.HostOf(machine)] += fleet.Machine(machine).CpuCapacity.Value;
        }
    }
}
