namespace Vireo.Scheduling.Placement.Peers;

/// <summary>Xen Orchestra's load balancer in performance mode: hosts at the high mark of CPU or of memory give
/// machines, the busiest first, to the least loaded host until they are at the low mark.</summary>
/// <remarks>Defaults: CPU critical at 90 %, high at 0.85 and low at 0.65 of that; free memory critical at 1,000 MB,
/// high at 1.5 and low at 2 times that; all halted hosts are started; a moved machine rests for half an hour, which the
/// policy keeps.</remarks>
internal sealed class XenOrchestraPerformance : IPeerManager
{
    private const double HighCpu = XenOrchestraDensity.CriticalCpu * 0.85;
    private const double LowCpu = XenOrchestraDensity.CriticalCpu * 0.65;
    private const double HighFree = XenOrchestraDensity.CriticalFreeBytes * 1.5;
    private const double LowFree = XenOrchestraDensity.CriticalFreeBytes * 2;

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public void Decide(PeerFleet fleet)
    {
        fleet.PowerOnOne("wake", "Performance wants every host on.");
        var exceeded = fleet.Hosts.Where(host => IsHigh(fleet, host)).OrderByDescending(fleet.CpuRatio).ThenBy(host => host);
        foreach (int host in exceeded.ToArray())
        {
            Relieve(fleet, host);
        }
    }

    private static void Relieve(PeerFleet fleet, int host)
    {
        foreach (int machine in fleet.Movable(host).OrderByDescending(fleet.CpuOf).ThenByDescending(fleet.MemoryInUseOf)
            .ThenBy(machine => machine).ToArray())
        {
            if (fleet.CpuRatio(host) <= LowCpu && fleet.FreeMemory(host) >= LowFree)
            {
                return;
            }

            int target = fleet.Hosts.Where(other => other != host)
                .OrderBy(other => IsHigh(fleet, other)).ThenBy(fleet.CpuRatio).ThenBy(other => other).FirstOrDefault(-1);
            if (target >= 0 && Takes(fleet, machine, target) && fleet.CanGo(machine, target))
            {
                fleet.Move(machine, target, "overloaded", $"The host is above {HighCpu:P0} of CPU or short of memory.");
            }
        }
    }

    private static bool Takes(PeerFleet fleet, int machine, int host) =>
        fleet.CpuRatio(host) + (fleet.CpuOf(machine) / fleet.CpuCapacity(host)) < LowCpu &&
        fleet.FreeMemory(host) - fleet.MemoryInUseOf(machine) > HighFree;

    private static bool IsHigh(PeerFleet fleet, int host) => fleet.CpuRatio(host) >= HighCpu || fleet.FreeMemory(host) <= HighFree;
}
