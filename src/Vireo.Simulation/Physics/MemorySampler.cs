using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>Memory of simulated machines: what they use, what pools and a host that is full take away, and what a guest
/// kills when it wants more than it has.</summary>
/// <remarks>What a guest wants is a ratio of the memory that it had at first: a larger machine does not want more.</remarks>
internal sealed class MemorySampler(SimulatedFleet fleet)
{
    // A balloon gives back at most this share of what a guest uses; the rest has to be swapped.
    private const double BalloonLimit = 0.3;

    // What is left in use when a guest's kernel has killed its largest process.
    private const double LeftAfterKill = 0.6;

    // Guests count what they killed from when they first came near their limit.
    private const double NearLimit = 0.9;

    public static readonly Metric[] Metrics =
        [Metric.MemoryUsage, Metric.MemoryActive, Metric.MemoryBallooned, Metric.MemorySwapped, Metric.OutOfMemoryKills];

    private readonly HostDivision _division = new(fleet, PoolResource.Memory);

    /// <summary>Lets guests take what they want, and hosts and pools take back what is too much.</summary>
    public void Press()
    {
        foreach (var machine in fleet.Machines)
        {
            Grow(machine);
        }

        _division.Run(machine => machine.MemoryInUse, host => host.View.MemoryCapacity.Value, (machine, part) =>
        {
            double lost = machine.MemoryInUse * (1 - part);
            machine.BalloonedBytes = Math.Min(lost, machine.MemoryInUse * BalloonLimit);
            machine.SwappedBytes = lost - machine.BalloonedBytes;
        });
    }

    public double UsedOn(HostSlot host)
    {
        double used = 0;
        foreach (int resident in host.Residents)
        {
            var machine = fleet.Machines[resident];
            used += machine.MemoryInUse - machine.BalloonedBytes - machine.SwappedBytes;
        }

        return Math.Min(used, host.View.MemoryCapacity.Value);
    }

    public void Measure(MachineSlot machine, Span<double> values)
    {
        double ratio = fleet.Workload.Recorded(WorkloadMetric.Memory, machine.Row);
        if (double.IsNaN(ratio))
        {
            return;
        }

        double used = machine.MemoryInUse;
        double busy = machine.RequestedMhz / Math.Max(machine.View.CpuCapacity.Value, 1);
        values[0] = Math.Round(used);
        values[1] = Math.Round(used * (0.4 + (0.6 * Math.Min(busy, 1))));
        values[2] = Math.Round(machine.BalloonedBytes);
        values[3] = Math.Round(machine.SwappedBytes);
        values[4] = machine.WasNearItsMemory ? machine.OutOfMemoryKills : double.NaN;
    }

    private void Grow(MachineSlot machine)
    {
        double ratio = fleet.Workload.Recorded(WorkloadMetric.Memory, machine.Row);
        double has = machine.View.Memory.Value;
        double wanted = double.IsNaN(ratio) ? 0 : Math.Max(ratio, 0) * machine.FirstMemory;
        wanted += machine.Leaked * Math.Max(0, has - wanted);
        machine.WasNearItsMemory |= wanted >= NearLimit * has;
        bool isKilled = wanted > has && machine.IsRunning;
        machine.OutOfMemoryKills += isKilled ? 1 : 0;
        machine.IsLeakOver |= isKilled && machine.Leaked > 0;
        machine.MemoryInUse = isKilled ? LeftAfterKill * has : Math.Min(wanted, has);
    }
}
