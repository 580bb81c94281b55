namespace Vireo.Scheduling.Placement.Peers;

/// <summary>Xen Orchestra's load balancer in density mode: a host with much free memory is emptied when each of its machines, largest
/// memory first, fits on the fullest of the others; then it is switched off.</summary>
/// <remarks>Defaults: CPU critical at 90 %, free memory critical at 1,000 MB and low at twice that. The first host is taken for the
/// pool master, which stays.</remarks>
internal sealed class XenOrchestraDensity : IPeerManager
{
    /// <summary>No host is filled beyond this share of its CPU.</summary>
    public const double CriticalCpu = 0.9;

    /// <summary>No host is left with less memory, bytes.</summary>
    public const double CriticalFreeBytes = 1e9;

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public void Decide(PeerFleet fleet)
    {
        var emptied = new HashSet<int>();
        foreach (int host in fleet.Hosts.Skip(1))
        {
            if (fleet.On(host).Count > 0 && fleet.FreeMemory(host) > 2 * CriticalFreeBytes)
            {
                Empty(fleet, host, emptied);
            }
        }

        foreach (int host in fleet.Hosts.Skip(1))
        {
            fleet.PowerOff(host, "Its machines found room elsewhere.");
        }
    }

    private static void Empty(PeerFleet fleet, int host, HashSet<int> emptied)
    {
        int[] leaving = [.. fleet.Movable(host).OrderByDescending(fleet.MemoryInUseOf).ThenBy(machine => machine)];
        if (leaving.Length < fleet.On(host).Count || emptied.Contains(host) || Simulate(fleet, host, leaving, emptied) is not { } targets)
        {
            return;
        }

        for (int i = 0; i < leaving.Length; i++)
        {
            fleet.Move(leaving[i], targets[i], "density", "Everything on the host fits on fuller ones.");
        }

        emptied.Add(host);
    }

    private static int[]? Simulate(PeerFleet fleet, int host, int[] leaving, HashSet<int> emptied)
    {
        var cpu = new Dictionary<int, double>();
        var memory = new Dictionary<int, long>();
        int[] others = [.. fleet.Hosts.Where(other => other != host && !emptied.Contains(other) && fleet.On(other).Count > 0)];
        int[] targets = new int[leaving.Length];
        for (int i = 0; i < leaving.Length; i++)
        {
            int machine = leaving[i];
            int target = others
                .OrderBy(other => fleet.FreeMemory(other) - memory.GetValueOrDefault(other)).ThenBy(other => other)
                .FirstOrDefault(
                    other => Fits(fleet, machine, other, cpu.GetValueOrDefault(other), memory.GetValueOrDefault(other)), -1);
            if (target < 0)
            {
                return null;
            }

            targets[i] = target;
            cpu[target] = cpu.GetValueOrDefault(target) + fleet.CpuOf(machine);
            memory[target] = memory.GetValueOrDefault(target) + fleet.Machine(machine).Memory.Value;
        }

        return targets;
    }

    private static bool Fits(PeerFleet fleet, int machine, int host, double addedCpu, long addedBytes) =>
        fleet.CpuRatio(host) + ((addedCpu + fleet.CpuOf(machine)) / fleet.CpuCapacity(host)) < CriticalCpu &&
        fleet.FreeMemory(host) - addedBytes - fleet.MemoryInUseOf(machine) > CriticalFreeBytes &&
        fleet.MemoryConfigured(host) + addedBytes + fleet.Machine(machine).Memory.Value <= fleet.MemoryCapacity(host) &&
        fleet.CanGo(machine, host);
}
