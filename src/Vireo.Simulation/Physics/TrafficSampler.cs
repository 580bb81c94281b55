using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>Network and disk of simulated machines, as the running totals that hypervisors count: what they want, as far
/// as pools, the host's link and its disks let it through.</summary>
internal sealed class TrafficSampler
{
    private static readonly (WorkloadMetric From, Metric To)[] Counters =
    [
        (WorkloadMetric.NetworkReceived, Metric.NetworkReceived),
        (WorkloadMetric.NetworkSent, Metric.NetworkSent),
        (WorkloadMetric.DiskRead, Metric.DiskRead),
        (WorkloadMetric.DiskWritten, Metric.DiskWritten),
    ];

    private readonly SimulatedFleet _fleet;
    private readonly WorkloadMetric[] _sources;
    private readonly HostDivision _network;
    private readonly HostDivision _disk;

    public TrafficSampler(SimulatedFleet fleet, IReadOnlyList<WorkloadMetric> known)
    {
        _fleet = fleet;
        _network = new HostDivision(fleet, PoolResource.Network);
        _disk = new HostDivision(fleet, PoolResource.Disk);
        var counted = Counters.Where(counter => known.Contains(counter.From)).ToArray();
        _sources = [.. counted.Select(counter => counter.From)];
        Metrics = [.. counted.Select(counter => counter.To)];
    }

    public Metric[] Metrics { get; }

    /// <summary>Divides links and disks among those that want them.</summary>
    public void Press()
    {
        if (_sources.Length == 0)
        {
            return;
        }

        _network.Run(
            machine => Wanted(machine, WorkloadMetric.NetworkReceived, WorkloadMetric.NetworkSent),
            host => host.View.NetworkCapacity.Value,
            (machine, part) => machine.NetworkPart = part * _fleet.Hosts[machine.Host].LinkFactor);
        _disk.Run(
            machine => Wanted(machine, WorkloadMetric.DiskRead, WorkloadMetric.DiskWritten),
            _ => _fleet.Scenario.Physics.DiskBytesPerSecond,
            (machine, part) => machine.DiskPart = part * machine.StorageFactor);
    }

    public void Measure(MachineSlot machine, double seconds, Span<double> values)
    {
        for (int i = 0; i < _sources.Length; i++)
        {
            double rate = _fleet.Workload.Recorded(_sources[i], machine.Row);
            if (!double.IsNaN(rate))
            {
                bool isNetwork = _sources[i] is WorkloadMetric.NetworkReceived or WorkloadMetric.NetworkSent;
                machine.Totals[i] += rate * (isNetwork ? machine.NetworkPart : machine.DiskPart) * seconds;
                values[i] = Math.Round(machine.Totals[i]);
            }
        }
    }

    private double Wanted(MachineSlot machine, WorkloadMetric one, WorkloadMetric other) =>
        Known(one, machine.Row) + Known(other, machine.Row);

    private double Known(WorkloadMetric metric, int row)
    {
        double rate = _fleet.Workload.Recorded(metric, row);

        return double.IsNaN(rate) ? 0 : rate;
    }
}
