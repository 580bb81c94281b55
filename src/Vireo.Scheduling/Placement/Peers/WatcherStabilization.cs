namespace Vireo.Scheduling.Placement.Peers;

/// <summary>OpenStack Watcher, strategy <c>workload_stabilization</c>: while the standard deviation of host load is
/// above a threshold, takes the simulated migrations in the order of the deviation that each would leave.</summary>
/// <remarks>Defaults: thresholds 0.2 for CPU and memory, both of weight 1, one random target a machine (<c>host_choice:
/// retry</c>), an audit an hour. As in the original it stops as soon as one of the metrics is below its
/// threshold.</remarks>
internal sealed class WatcherStabilization : IPeerManager
{
    private const double Threshold = 0.2;

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public void Decide(PeerFleet fleet)
    {
        var cpu = new Spread(fleet.Hosts.Select(fleet.CpuRatio));
        var memory = new Spread(fleet.Hosts.Select(fleet.MemoryRatio));
        if (fleet.Hosts.Length < 2 || (cpu.Deviation <= Threshold && memory.Deviation <= Threshold))
        {
            return;
        }

        double least = cpu.Deviation + memory.Deviation;
        foreach (var (machine, target) in Simulated(fleet, cpu, memory))
        {
            var (cpuAfter, memoryAfter) = After(fleet, cpu, memory, machine, target);
            if (cpuAfter.Deviation + memoryAfter.Deviation < least && fleet.CanGo(machine, target))
            {
                fleet.Move(machine, target, "stabilize", $"The deviation of host load falls below {least:0.000}.");
                (cpu, memory, least) = (cpuAfter, memoryAfter, cpuAfter.Deviation + memoryAfter.Deviation);
            }

            if (cpuAfter.Deviation < Threshold || memoryAfter.Deviation < Threshold)
            {
                return;
            }
        }
    }

    private static IEnumerable<(int Machine, int Target)> Simulated(PeerFleet fleet, Spread cpu, Spread memory)
    {
        var random = new Random((int)(fleet.Now.UtcTicks / TimeSpan.TicksPerSecond % int.MaxValue));
        var cases = new List<(int Machine, int Target, double Deviation)>();
        foreach (int source in fleet.Hosts)
        {
            foreach (int machine in fleet.Movable(source))
            {
                int target = fleet.Hosts[random.Next(fleet.Hosts.Length - 1)];
                target = target == source ? fleet.Hosts[^1] : target;
                var (cpuAfter, memoryAfter) = After(fleet, cpu, memory, machine, target);
                cases.Add((machine, target, cpuAfter.Deviation + memoryAfter.Deviation));
            }
        }

        return cases.OrderBy(one => one.Deviation).ThenBy(one => one.Machine).Select(one => (one.Machine, one.Target));
    }

    private static (Spread Cpu, Spread Memory) After(PeerFleet fleet, Spread cpu, Spread memory, int machine, int target)
    {
        int source = fleet.HostOf(machine);
        if (source == target)
        {
            return (cpu, memory);
        }

        return (
            cpu.With(fleet.CpuRatio(source), fleet.CpuRatio(source) - (fleet.CpuOf(machine) / fleet.CpuCapacity(source)))
                .With(fleet.CpuRatio(target), fleet.CpuRatio(target) + (fleet.CpuOf(machine) / fleet.CpuCapacity(target))),
            memory.With(fleet.MemoryRatio(source), fleet.MemoryRatio(source) - Share(fleet, machine, source))
                .With(fleet.MemoryRatio(target), fleet.MemoryRatio(target) + Share(fleet, machine, target)));
    }

    private static double Share(PeerFleet fleet, int machine, int host) =>
        (double)fleet.MemoryInUseOf(machine) / fleet.MemoryCapacity(host);
}
