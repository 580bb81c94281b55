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

    /// <summary>Processes that its guest's kernel killed for want of memory, per second.</summary>
    public ReadOnlyMemory<double> KillsPerSecond { get; init; }

    /// <summary>How long it has had its size; at most a week, for so long changes of size are remembered for
    /// certain.</summary>
    public TimeSpan SizedFor { get; init; } = Week;

    /// <summary>On how many days processes were killed since it has had its size.</summary>
    public int KilledDays
    {
        get
        {
            int perDay = (int)Math.Round(TimeSpan.FromDays(1) / Step);
            int length = Math.Min(KillsPerSecond.Length, (int)(SizedFor / Step));
            var values = KillsPerSecond.Span[^length..];
            int days = 0;
            for (int end = length; end > 0; end -= perDay)
            {
                days += values[Math.Max(0, end - perDay)..end].ContainsAnyInRange(double.Epsilon, double.MaxValue) ? 1 : 0;
            }

            return days;
        }
    }

    /// <summary>The usual spacing.</summary>
    public static readonly TimeSpan UsualStep = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>How much is looked at.</summary>
    public static readonly TimeSpan History = TimeSpan.FromDays(14);

    /// <summary>Reads it at the usual spacing.</summary>
    /// <param name="machine">Whose.</param>
    /// <param name="fleet">Knows when its size was changed last.</param>
    /// <param name="read">The series of a metric over <see cref="History"/>, empty where nothing was measured.</param>
    public static SizingEvidence Read(VirtualMachineId machine, FleetSnapshot fleet, Func<Metric, double[]> read)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(read);
        var resized = fleet.RecentResizes.LastOrDefault(past => past.Action.Target == EntityId.Of(machine));
        double[] wanted = read(Metric.CpuDemand);

        return new SizingEvidence(
            UsualStep,
            wanted.Length > 0 ? wanted : read(Metric.CpuUsage),
            read(Metric.MemoryUsage),
            read(Metric.CpuReady),
            Sum(read(Metric.MemorySwapped), read(Metric.MemoryBallooned)),
            Sum(read(Metric.NetworkReceiveRate), read(Metric.NetworkSendRate)))
        {
            KillsPerSecond = read(Metric.OutOfMemoryKills),
            SizedFor = resized is not null && fleet.TakenAt - resized.StartedAt < Week ? fleet.TakenAt - resized.StartedAt : Week,
        };
    }

    private static double[] Sum(double[] one, double[] other) =>
        one.Length == other.Length ? [.. one.Zip(other, (a, b) => a + b)] : one.Length > other.Length ? one : other;
}
