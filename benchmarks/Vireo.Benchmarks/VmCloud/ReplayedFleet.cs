using Vireo.Fleet;

namespace Vireo.Benchmarks.VmCloud;

/// <summary>Traces as a fleet that the loop's forecaster is taught with: each series is the CPU of one
/// machine.</summary>
/// <param name="series">Whose.</param>
/// <param name="describe">What is known of a machine besides its load: made from one that has its own name and nothing
/// else.</param>
internal sealed class ReplayedFleet(TraceSeries[] series, Func<TraceSeries, VirtualMachine, VirtualMachine> describe)
{
    private static readonly ClusterId Cluster = new("replay");

    /// <summary>When the first value begins.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Between two values.</summary>
    public static TimeSpan Step { get; } = TimeSpan.FromMinutes(5);

    /// <summary>The machines.</summary>
    public FleetSnapshot Snapshot =>
        FleetSnapshot.Create(Start, Cluster, [], series.Select(one => describe(one, MachineOf(one))), [], []);

    /// <summary>What is measured of some machines in some steps.</summary>
    public static FleetSeries Window(TraceSeries[] measured, int from, int to) => new(
        Start + (to * Step), Step,
        measured.ToDictionary(
            KeyOf,
            one => new TimeSeries(
                KeyOf(one), Start + (from * Step), Step, one.Values.AsMemory(from..to), DataQuality.Perfect)));

    /// <summary>Whose CPU it is.</summary>
    public static SeriesKey KeyOf(TraceSeries series) =>
        new(EntityId.Of(new VirtualMachineId(series.Id)), Metric.CpuUsage);

    private static VirtualMachine MachineOf(TraceSeries one) => new(
        new(one.Id), one.Id, new("p"), Cluster, Host: null, PowerState.On, Cores: 1,
        new CpuMhz(100), new MemoryBytes(1L << 30), Mobility.Free, Group: null, Pool: null);
}
