namespace Vireo.Scheduling.Placement.Peers;

/// <summary>Xen Orchestra's load balancer in density mode: a host with much free memory is emptied when each of its
/// machines, largest memory first, fits on the fullest of the others; then it is switched off.</summary>
/// <remarks>Defaults: CPU critical at 90 %, free memory critical at 1,000 MB and low at twice that. The first host is
/// taken for the pool master, which stays.</remarks>
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
        if (leaving.Length < fleet.On(host).Count || emptied.Contains(host))
        {
            return;
        }

        var others = fleet.Hosts.Where(other => other != host && !emptied.Contains(other) && fleet.On(other).Count > 0)
            .Select(other => new Room(fleet, other)).ToList();
        int Choose(int machine) => others.OrderBy(room => room.FreeBytes).ThenBy(room => room.Host)
            .FirstOrDefault(room => room.Fits(machine) && fleet.CanGo(machine, room.Host))?.Take(machine) ?? -1;
        if (fleet.TryMoveAll(leaving, Choose, "density", "Everything on the host fits on fuller ones."))
        {
            emptied.Add(host);
        }
    }

    // Counts what comes in full: nobody knows yet what it will use there.
    private sealed class Room(PeerFleet fleet, int host)
    {
        private readonly double _cpuRatio = fleet.CpuRatio(host);
        private long _unconfigured = fleet.MemoryCapacity(host) - fleet.MemoryConfigured(host);
        private double _addedCpu;

        public int Host => host;

        public long FreeBytes { get; private set; } = fleet.FreeMemory(host);

        public bool Fits(int machine) =>
            _cpuRatio + ((_addedCpu + fleet.CpuOf(machine)) / fleet.CpuCapacity(host)) < CriticalCpu &&
            FreeBytes - fleet.MemoryInUseOf(machine) > CriticalFreeBytes &&
            fleet.Machine(machine).Memory.Value <= _unconfigured;

        public int Take(int machine)
        {
            _addedCpu += fleet.CpuOf(machine);
            FreeBytes -= fleet.Machine(machine).Memory.Value;
            _unconfigured -= fleet.Machine(machine).Memory.Value;

            return host;
        }
    }
}
