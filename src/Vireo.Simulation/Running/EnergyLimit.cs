namespace Vireo.Simulation;

/// <summary>The least energy with which any policy could serve a scenario whose machines all run from its beginning to its
/// end: perfect foresight, free moves, machines that can be cut into pieces, all their configured memory held.</summary>
internal static class EnergyLimit
{
    /// <summary>kWh over a run; null where the load is not known beforehand, or hosts differ.</summary>
    /// <param name="scenario">Recorded load on hosts of one kind.</param>
    /// <param name="clock">How long it lasts.</param>
    public static double? KilowattHours(Scenario scenario, SimulationClock clock)
    {
        if (scenario.Workload is not TraceWorkload trace || !trace.Metrics.Contains(WorkloadMetric.Cpu) || scenario.Hosts.IsEmpty ||
            scenario.Hosts.Any(host => host.CpuCapacity != scenario.Hosts[0].CpuCapacity ||
                host.MemoryCapacity != scenario.Hosts[0].MemoryCapacity || host.Power != scenario.Hosts[0].Power))
        {
            return null;
        }

        var host = scenario.Hosts[0];
        int last = host.Power.WattsAt.Length - 1;
        var least = new LeastPower(
            [.. host.Power.WattsAt.Select((watts, point) => (host.CpuCapacity.Value * point / last, watts))]);
        double hosts = scenario.Machines.Sum(machine => (double)machine.Memory.Value) / host.MemoryCapacity.Value;
        double[] ratios = new double[trace.Rows];
        double joules = 0;
        for (long sample = 0; sample <= clock.Samples; sample++)
        {
            trace.Read(WorkloadMetric.Cpu, sample, ratios);
            double mhz = 0;
            for (int row = 0; row < ratios.Length; row++)
            {
                mhz += double.IsNaN(ratios[row]) ? 0 : Math.Clamp(ratios[row], 0, 1) * scenario.Machines[row].CpuCapacity.Value;
            }

            joules += least.Watts(mhz, hosts) * clock.Interval.TotalSeconds;
        }

        return joules / 3.6e6;
    }
}
