using Vireo.Fleet;

namespace Vireo.Scheduling.Sizing;

/// <summary>What was measured of a machine, evenly spaced, oldest first, NaN for gaps; empty where nothing
/// was.</summary>
/// <param name="Step">Spacing of all series.</param>
/// <param name="CpuMhz">What it wanted, or used where that is not measured.</param>
/// <param name="MemoryBytes">What it used.</param>
/// <param name="ReadyRatio">Share of time it waited for a processor.</param>
/// <param name="LostBytes">Memory that was swapped or ballooned away.</param>
/// <param name="TrafficBytesPerSecond">Received and sent.</param>
public sealed record SizingEvidence(
    TimeSpan Step,
    ReadOnlyMemory<double> CpuMhz,
    ReadOnlyMemory<double> MemoryBytes,
    ReadOnlyMemory<double> ReadyRatio,
    ReadOnlyMemory<double> LostBytes,
    ReadOnlyMemory<double> TrafficBytesPerSecond)
{
    /// <summary>What its users were promised; null where nothing is promised or too little is known.</summary>
    public PromisedService? Service { get; init; }

    /// <summary>The usual spacing.</summary>
    public static readonly TimeSpan UsualStep = TimeSpan.FromMinutes(10);

    /// <summary>How much is looked at.</summary>
    public static readonly TimeSpan History = TimeSpan.FromDays(14);

    /// <summary>Reads it at the usual spacing.</summary>
    /// <param name="read">The series of a metric over <see cref="History"/>, empty where nothing was measured.</param>
    public static SizingEvidence Read(Func<Metric, double[]> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        double[] wanted = read(Metric.CpuDemand);

        return new SizingEvidence(
            UsualStep,
            wanted.Length > 0 ? wanted : read(Metric.CpuUsage),
            read(Metric.MemoryUsage),
            read(Metric.CpuReady),
            Sum(read(Metric.MemorySwapped), read(Metric.MemoryBallooned)),
            Sum(read(Metric.NetworkReceiveRate), read(Metric.NetworkSendRate)));
    }

    private static double[] Sum(double[] one, double[] other) =>
        one.Length == other.Length ? [.. one.Zip(other, (a, b) => a + b)] : one.Length > other.Length ? one : other;
}
