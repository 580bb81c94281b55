using Vireo.Fleet;

namespace Vireo.Forecasting.Tests;

/// <summary>A fleet of a few machines and windows of their series.</summary>
internal static class FleetFixture
{
    public const double Capacity = 8_000;
    public const long Memory = 16L << 30;
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly ClusterId Cluster = new("c");

    public static SeriesKey Key(string machine, Metric metric) =>
        new(EntityId.Of(new VirtualMachineId(machine)), metric);

    public static VirtualMachine Machine(string id, PowerState state = PowerState.On) =>
        new(
            new(id), id, new("p"), Cluster, Host: null, state, Cores: 4, new(Capacity), new(Memory), Mobility.Free,
            Group: null, Pool: null);

    public static FleetSnapshot FleetOf(params VirtualMachine[] machines) =>
        FleetSnapshot.Create(Start, Cluster, [], machines, [], []);

    /// <summary>A window of series that begin at one step; it ends with the longest.</summary>
    public static FleetSeries Window(int first, params (SeriesKey Key, double[] Values)[] series)
    {
        int length = series.Max(item => item.Values.Length);

        return new(
            Start + ((first + length) * Step),
            Step,
            series.ToDictionary(
                item => item.Key,
                item => new TimeSeries(item.Key, Start + (first * Step), Step, item.Values, DataQuality.Perfect)));
    }

    /// <summary>Lets a forecaster observe a window, until the test is cancelled.</summary>
    public static void Teach(this FleetForecaster forecaster, FleetSeries window) =>
        forecaster.Observe(window, TestContext.Current.CancellationToken);
}
