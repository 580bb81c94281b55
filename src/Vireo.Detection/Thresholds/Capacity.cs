using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>What a metric is a ratio of.</summary>
internal static class Capacity
{
    /// <summary>In the metric's unit; zero when the host has no capacity for it.</summary>
    public static double Of(Host host, Metric metric) =>
        metric.Unit switch
        {
            MetricUnit.Mhz => host.CpuCapacity.Value,
            MetricUnit.Bytes => host.MemoryCapacity.Value,
            MetricUnit.BytesPerSecond => host.NetworkCapacity.Value,
            _ => 0,
        };

    /// <summary>In the metric's unit; zero when the machine has no capacity for it.</summary>
    public static double Of(VirtualMachine machine, Metric metric) =>
        metric.Unit switch
        {
            MetricUnit.Mhz => machine.CpuCapacity.Value,
            MetricUnit.Bytes => machine.Memory.Value,
            _ => 0,
        };
}
