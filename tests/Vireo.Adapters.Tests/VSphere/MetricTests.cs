using System.Xml.Linq;
using Vireo.Adapters.VSphere;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>What counters become.</summary>
public sealed class MetricTests(VCenterLab lab) : IClassFixture<VCenterLab>
{
    private static readonly EntityId Web = EntityId.Of(new VirtualMachineId("web"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counters_that_the_server_numbers_itself_arrive_as_the_fleets_metrics_in_their_units()
    {
        await using var provider = lab.Provider();
        var machine = (await provider.ReadInventoryAsync(Token))
            .VirtualMachines.First(one => one.State == PowerState.On);
        string reference = "VirtualMachine:" + (await lab.MachinesAsync()).Single(one => one.Name == machine.Name)
            .Reference;
        await PinAsync(provider, reference, "cpu.usagemhz.average", 1_234);
        await PinAsync(provider, reference, "cpu.ready.summation", 5_000);
        await PinAsync(provider, reference, "mem.consumed.average", 2_048);
        await PinAsync(provider, reference, "net.received.average", 3);

        var now = TimeProvider.System.GetUtcNow();
        var samples = (await provider.ReadMeasurementsAsync(now - TimeSpan.FromMinutes(2), Token))
            .Where(sample => sample.Series.Entity == EntityId.Of(machine.Id)).ToList();

        double Only(Metric metric) => Assert.Single(samples.Where(one => one.Series.Metric == metric)
            .Select(one => one.Value).Distinct());
        Assert.Equal(1_234, Only(Metric.CpuUsage));
        Assert.Equal(5_000 / (20_000.0 * machine.Cores), Only(Metric.CpuReady), 9);
        Assert.Equal(2_048 * 1024, Only(Metric.MemoryUsage));
        Assert.Equal(3 * 1024, Only(Metric.NetworkReceiveRate));
    }

    [Fact]
    public async Task After_an_outage_what_was_missed_is_read_in_order_and_nothing_before_it()
    {
        await using var provider = lab.Provider();
        await provider.ReadInventoryAsync(Token);
        var after = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(30);

        var samples = await provider.ReadMeasurementsAsync(after, Token);

        var series = samples.GroupBy(sample => sample.Series).ToList();
        Assert.All(series, one => Assert.InRange(one.Count(), 89, 91));
        Assert.All(samples, sample => Assert.True(sample.At > after));
        Assert.Equal(samples.Select(sample => sample.At).Order(), samples.Select(sample => sample.At));
        Assert.Contains(series, one => one.Key.Entity.Kind == EntityKind.Host && one.Key.Metric == Metric.CpuUsage);
    }

    [Fact]
    public void Samples_come_in_any_order_shorter_than_their_times_or_as_none_and_other_counters_are_passed_over()
    {
        var counter = new PerfCounter(6, "cpu.usagemhz.average", "megaHertz");
        var target = new PerfTarget(new ManagedObject("VirtualMachine", "vm-1"), Web, 2, [(counter, Metric.CpuUsage)]);
        var answer = XElement.Parse(
            "<returnval><entity type='VirtualMachine'>vm-1</entity>" +
            "<sampleInfo><timestamp>2026-01-01T00:00:40Z</timestamp><interval>20</interval><later>x</later></sampleInfo>" +
            "<sampleInfo><timestamp>2026-01-01T00:00:20+00:00</timestamp><interval>20</interval></sampleInfo>" +
            "<sampleInfo><timestamp>2026-01-01T00:00:00Z</timestamp><interval>20</interval></sampleInfo>" +
            "<value><id><counterId>6</counterId><instance></instance></id><value>400</value><value>-1</value></value>" +
            "<value><id><counterId>6</counterId><instance>0</instance></id><value>7</value></value>" +
            "<value><id><counterId>99</counterId><instance/></id><value>8</value></value></returnval>");
        var read = new List<Measurement>();

        PerformanceReader.Take(answer, target, TimeSpan.FromSeconds(10), read);

        var sample = Assert.Single(read);
        Assert.Equal((400, new DateTimeOffset(2026, 1, 1, 0, 0, 30, TimeSpan.Zero)), (sample.Value, sample.At));
    }

    [Theory]
    [InlineData("millisecond", 10_000, 2, 0.25)]
    [InlineData("millisecond", 90_000, 2, 1.0)]
    [InlineData("kiloBytesPerSecond", 2, 1, 2_048.0)]
    [InlineData("percent", 5_000, 1, 0.5)]
    [InlineData("watt", 180, 1, 180.0)]
    [InlineData("bananas", 1, 1, null)]
    [InlineData("megaHertz", -1, 1, null)]
    public void A_raw_value_is_turned_into_the_metrics_unit(string unit, long raw, int cores, double? expected) =>
        Assert.Equal(
        expected, CounterMap.Convert(new PerfCounter(1, "x", unit), raw, TimeSpan.FromSeconds(20), cores));

    private async Task PinAsync(VSphereHypervisor provider, string reference, string counter, long value) =>
        await lab.PinAsync(reference, (await provider.DiscoverCountersAsync(Token))[counter].Id, value);
}
