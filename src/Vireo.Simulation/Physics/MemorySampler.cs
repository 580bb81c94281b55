using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>Memory of simulated machines: what they use, and what a host takes away when they use more than it
/// has.</summary>
internal sealed class MemorySampler(SimulatedFleet fleet)
{
    // A balloon gives back at most this share of what a guest uses; the rest has to be swapped.
    private const double BalloonLimit = 0.3;

    public static readonly Metric[] Metrics =
        [Metric.MemoryUsage, Metric.MemoryActive, Metric.MemoryBallooned, Metric.MemorySwapped];

    /// <summary>Spreads each host's excess over its machines in proportion to what they use.</summary>
    public void Press()
    {
        foreach (var host in fleet.Hosts)
        {
            double wanted = WantedOn(host);
            double excess = Math.Max(0, wanted - host.View.MemoryCapacity.Value);
            foreach (int resident in host.Residents)
            {
                var machine = fleet.Machines[resident];
                double share = wanted > 0 ? excess * Use(machine) / wanted : 0;
                machine.BalloonedBytes = Math.Min(share, Use(machine) * BalloonLimit);
                machine.SwappedBytes = share - machine.BalloonedBytes;
            }
        }
    }

    public double UsedOn(HostSlot host) => Math.Min(WantedOn(host), host.View.MemoryCapacity.Value);

    public void Measure(MachineSlot machine, Span<double> values)
    {
        double ratio = fleet.Workload.Recorded(WorkloadMetric.Memory, machine.Row);
        if (double.IsNaN(ratio))
        {
            return;
        }

        double used = Use(machine);
        double busy = machine.RequestedMhz / Math.Max(machine.View.CpuCapacity.Value, 1);
        values[0] = Math.Round(used);
        values[1] = Math.Round(used * (0.4 + (0.6 * Math.Min(busy, 1))));
        values[2] = Math.Round(machine.BalloonedBytes);
        values[3] = Math.Round(machine.SwappedBytes);
    }

    private double WantedOn(HostSlot host)
    {
        double wanted = 0;
        foreach (int resident in host.Residents)
        {
            wanted += Use(fleet.Machines[resident]);
        }

        return wanted;
    }

    private double Use(MachineSlot machine)
    {
        double ratio = fleet.Workload.Recorded(WorkloadMetric.Memory, machine.Row);

        return double.IsNaN(ratio) ? 0 : Math.Clamp(ratio, 0, 1) * machine.View.Memory.Value;
    }
}
