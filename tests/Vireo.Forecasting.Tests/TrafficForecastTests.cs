using Vireo.Fleet;
using static Vireo.Forecasting.Tests.FleetFixture;

namespace Vireo.Forecasting.Tests;

/// <summary>What machines will want of their host's link and disks.</summary>
public class TrafficForecastTests
{
    private const double Capacity = 1e9;
    private const int Day = 288;

    [Fact]
    public void A_nightly_transfer_is_expected_before_it_begins()
    {
        // An hour of 400 MB/s at the same time each day, asked half an hour before the eighth.
        double[] sent = [.. Enumerable.Range(0, (7 * Day) + 20).Select(step => step % Day is >= 26 and < 38 ? 4e8 : 3e7)];

        var machine = Look(sent, Metric.NetworkSendRate, diskCapacity: 0);

        Assert.NotNull(machine.Network);
        Assert.InRange(machine.Network.Value.Upper, 3e8, Capacity);
    }

    [Fact]
    public void What_is_light_goes_on_as_in_the_window_without_a_model_of_its_own()
    {
        var forecaster = new FleetForecaster(new ForecastOptions());
        var machine = Look(Enumerable.Repeat(5e6, 40).ToArray(), Metric.DiskReadRate, Capacity, forecaster);

        Assert.Equal(new PeakTraffic(5e6, 5e6), machine.Disk);
        Assert.DoesNotContain(forecaster.Report(), report => report.Key.Metric == Metric.DiskReadRate);
    }

    [Theory]
    [InlineData(2e5, Capacity)]
    [InlineData(5e8, 0)]
    public void Next_to_nothing_and_hosts_of_unknown_capacity_say_nothing(double rate, double capacity) =>
        Assert.Null(Look(Enumerable.Repeat(rate, 40).ToArray(), Metric.DiskWriteRate, capacity).Disk);

    private static VmOutlook Look(double[] values, Metric metric, double diskCapacity, FleetForecaster? forecaster = null)
    {
        forecaster ??= new FleetForecaster(new ForecastOptions());
        var machine = Machine("a") with { Host = new HostId("h") };
        var host = new Host(
            new("h"), "h", new("p"), new("c"), HostState.On, IsInMaintenance: false, 8, new(20_000), new(64L << 30),
            new BytesPerSecond(Capacity), new PowerCurve([100, 200]), "", "")
        {
            DiskCapacity = new BytesPerSecond(diskCapacity),
        };
        var fleet = FleetSnapshot.Create(Start, new("c"), [host], [machine], [], []);
        forecaster.Know(fleet, new Policy());
        var window = Window(0, (Key("a", Metric.CpuUsage), [.. values.Select(_ => 1_000.0)]), (Key("a", metric), values));
        forecaster.Teach(window);

        return Assert.Single(forecaster.Look(fleet, window, [], TimeSpan.FromHours(1)).VirtualMachines);
    }
}
