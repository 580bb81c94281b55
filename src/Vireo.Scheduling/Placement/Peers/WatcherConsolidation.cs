namespace Vireo.Scheduling.Placement.Peers;

/// <summary>OpenStack Watcher, strategy <c>vm_workload_consolidation</c>: first relieves hosts above capacity, smallest
/// machine first, then packs the least loaded hosts onto the most loaded, largest machine first, both by first
/// fit.</summary>
/// <remarks>Capacity coefficients 1, an audit an hour. Hosts that end empty are closed for new machines, not switched
/// off.</remarks>
internal sealed class WatcherConsolidation : IPeerManager
{
    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public void Decide(PeerFleet fleet)
    {
        Offload(fleet);
        Consolidate(fleet);
    }

    private static void Offload(PeerFleet fleet)
    {
        int[] fullestFirst = [.. Ascending(fleet).Reverse()];
        foreach (int host in fullestFirst)
        {
            foreach (int machine in fleet.Movable(host).OrderBy(fleet.CpuOf).ThenBy(machine => machine).ToArray())
            {
                if (fleet.CpuRatio(host) <= 1)
                {
                    break;
                }

                MoveToFirst(fleet, machine, fullestFirst, "offload");
            }
        }
    }

    private static void Consolidate(PeerFleet fleet)
    {
        int[] ascending = Ascending(fleet);
        for (int at = 0; at < ascending.Length; at++)
        {
            int[] fuller = [.. ascending[(at + 1)..].Reverse()];
            foreach (int machine in fleet.Movable(ascending[at]).OrderByDescending(fleet.CpuOf).ThenBy(machine => machine).ToArray())
            {
                MoveToFirst(fleet, machine, fuller, "consolidate");
            }
        }
    }

    private static void MoveToFirst(PeerFleet fleet, int machine, int[] hosts, string rule)
    {
        int target = hosts.FirstOrDefault(host => Fits(fleet, machine, host) && fleet.CanGo(machine, host), -1);
        if (target >= 0)
        {
            fleet.Move(machine, target, rule, "First fit by CPU, memory and disk among the fullest hosts.");
        }
    }

    private static bool Fits(PeerFleet fleet, int machine, int host) =>
        (fleet.CpuRatio(host) * fleet.CpuCapacity(host)) + fleet.CpuOf(machine) <= fleet.CpuCapacity(host) &&
        fleet.MemoryInUseOf(machine) <= fleet.FreeMemory(host);

    private static int[] Ascending(PeerFleet fleet) =>
        [.. fleet.Hosts.OrderBy(host => fleet.CpuRatio(host) * fleet.CpuCapacity(host)).ThenBy(host => host)];
}
