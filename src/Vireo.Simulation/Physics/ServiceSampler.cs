using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>What a load balancer measures of the replicas of a group: response time, errors, lost packets.</summary>
/// <remarks>Each replica is a queue whose processors are slowed by the contention on its host; what its host's link
/// cannot carry is lost. Measurements are noisy, and the same in every run.</remarks>
internal sealed class ServiceSampler(SimulatedFleet fleet)
{
    // Processor time of one request.
    private const double ServiceSeconds = 0.02;
    private const double Noise = 0.05;
    private const int NoiseSeed = 11;

    // What fewer requests than this cannot show.
    private const double SmallestShare = 1e-6;

    public static readonly Metric[] Metrics =
    [
        Metric.ResponseTime, Metric.ErrorRate, Metric.PacketLoss, Metric.Requests, Metric.QueueLength,
    ];

    /// <summary>Measures one replica.</summary>
    /// <param name="machine">It runs.</param>
    /// <param name="round">Number of the measurement, for its noise.</param>
    /// <param name="values">Receives one value for each of <see cref="Metrics"/>.</param>
    public void Measure(MachineSlot machine, long round, Span<double> values)
    {
        double speed = machine.RequestedMhz > 0 ? Math.Max(0.01, machine.GrantedMhz / machine.RequestedMhz) : 1;
        double utilisation = machine.OfferedMhz / (machine.View.CpuCapacity.Value * speed);
        (double response, double refused) = ServiceQueue.At(utilisation, machine.View.Cores);
        double noise = Math.Exp(Noise * SeededRandom.NormalAt(NoiseSeed, machine.Row, round));
        values[0] = ServiceSeconds / speed * response * fleet.SlownessOf(machine) * machine.Slowness * noise;
        values[1] = Shown(Math.Max(refused, machine.FailingShare) * noise);
        values[3] = machine.OfferedMhz / machine.View.CpuCapacity.Value * machine.View.Cores / ServiceSeconds;

        // Little's law: those that are let in, times how long each stays.
        values[4] = values[3] * (1 - refused) * values[0];
        values[2] = Shown(LostBy(machine) * noise);
    }

    // A buffer is shared by all on a link; once pools divide the link, each loses what is beyond its own part.
    private double LostBy(MachineSlot machine)
    {
        double use = LinkUse(fleet.Hosts[machine.Host]);
        double beyond = 1 - machine.NetworkPart;
        double down = 1 - fleet.Hosts[machine.Host].LinkFactor;

        return fleet.Pools.IsEmpty ? Math.Max(ServiceQueue.Lost(use), down)
            : use < 1 ? Math.Max(ServiceQueue.Lost(use), beyond)
            : beyond;
    }

    private static double Shown(double share) => share < SmallestShare ? 0 : Math.Min(1, share);

    private double LinkUse(HostSlot host)
    {
        double traffic = 0;
        foreach (int resident in host.Residents)
        {
            int row = fleet.Machines[resident].Row;
            traffic += Known(WorkloadMetric.NetworkReceived, row) + Known(WorkloadMetric.NetworkSent, row);
        }

        return traffic / Math.Max(1, host.View.NetworkCapacity.Value);
    }

    private double Known(WorkloadMetric metric, int row)
    {
        double rate = fleet.Workload.Recorded(metric, row);

        return double.IsNaN(rate) ? 0 : rate;
    }
}
