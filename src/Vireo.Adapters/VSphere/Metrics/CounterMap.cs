using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>Which counters of vSphere are which metrics of the fleet.</summary>
internal static class CounterMap
{
    /// <summary>Of virtual machines; counters by <c>group.name.rollup</c>.</summary>
    public static ImmutableArray<(string Counter, Metric Metric)> OfMachines { get; } =
    [
        ("cpu.usagemhz.average", Metric.CpuUsage),
        ("cpu.demand.average", Metric.CpuDemand),
        ("cpu.ready.summation", Metric.CpuReady),
        ("mem.consumed.average", Metric.MemoryUsage),
        ("mem.active.average", Metric.MemoryActive),
        ("mem.vmmemctl.average", Metric.MemoryBallooned),
        ("mem.swapped.average", Metric.MemorySwapped),
        ("net.received.average", Metric.NetworkReceiveRate),
        ("net.transmitted.average", Metric.NetworkSendRate),
        ("disk.read.average", Metric.DiskReadRate),
        ("disk.write.average", Metric.DiskWriteRate),
    ];

    /// <summary>Of hosts.</summary>
    public static ImmutableArray<(string Counter, Metric Metric)> OfHosts { get; } =
    [
        ("cpu.usagemhz.average", Metric.CpuUsage),
        ("mem.consumed.average", Metric.MemoryUsage),
        ("mem.active.average", Metric.MemoryActive),
        ("net.received.average", Metric.NetworkReceiveRate),
        ("net.transmitted.average", Metric.NetworkSendRate),
        ("disk.read.average", Metric.DiskReadRate),
        ("disk.write.average", Metric.DiskWriteRate),
        ("power.power.average", Metric.PowerDraw),
    ];

    /// <summary>A raw value in the metric's unit; null when it is none.</summary>
    /// <param name="counter">What was read.</param>
    /// <param name="raw">The server's number; -1 stands for none.</param>
    /// <param name="interval">The time that a sum was taken over.</param>
    /// <param name="cores">Virtual cores of the machine; a sum over all of them is shared between them.</param>
    public static double? Convert(PerfCounter counter, long raw, TimeSpan interval, int cores) =>
        (raw, counter.Unit) switch
        {
            ( < 0, _) => null,

            // Milliseconds of waiting, of all cores together, within the interval.
            (_, "millisecond") => interval > TimeSpan.Zero && cores > 0
                ? Math.Min(1, raw / (interval.TotalMilliseconds * cores))
                : null,
            (_, "megaHertz" or "watt" or "number") => raw,
            (_, "kiloBytes" or "kiloBytesPerSecond") => raw * 1024.0,
            (_, "megaBytes" or "megaBytesPerSecond") => raw * 1024.0 * 1024.0,
            (_, "percent") => raw / 10_000.0,
            _ => null,
        };
}
