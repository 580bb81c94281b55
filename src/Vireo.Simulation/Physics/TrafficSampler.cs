using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>Network and disk of simulated machines, as the running totals that hypervisors count.</summary>
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

    public TrafficSampler(SimulatedFleet fleet, IReadOnlyList<WorkloadMetric> known)
    {
        _fleet = fleet;
        var counted = Counters.Where(counter => known.Contains(counter.From)).ToArray();
        _sources = [.. counted.Select(counter => counter.From)];
        Metrics = [.. counted.Select(counter => counter.To)];
    }

    public Metric[] Metrics { get; }

    public void Measure(MachineSlot machine, double seconds, Span<double> values)
    {
        for (int i = 0; i < _sources.Length; i++)
        {
            double rate = _fleet.Workload.Recorded(_sources[i], machine.Row);
            if (!double.IsNaN(rate))
            {
                machine.Totals[i] += rate * seconds;
                values[i] = Math.Round(machine.Totals[i]);
            }
        }
    }
}
