using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Scenarios;

public class TraceScenarioTests
{
    [Fact]
    public void Planetlab_machines_have_their_type_by_their_place_in_the_list_and_hosts_alternate()
    {
        var trace = Trace([.. Enumerable.Range(0, 6).Select(i => new TraceMachine($"m{i}", null, null, null))]);

        var scenario = PlanetLabScenario.Create(trace, hosts: 4, repeats: false);

        Assert.Equal([2500, 2500, 2000, 2000, 1000, 1000], scenario.Machines.Select(machine => machine.CpuCapacity.Value));
        Assert.Equal([3720, 5320, 3720, 5320], scenario.Hosts.Select(host => host.CpuCapacity.Value));
        Assert.Equal("host-0001", scenario.Machines[0].Host!.Value.Value);
    }

    [Fact]
    public void Other_traces_keep_their_sizes_and_get_as_many_hosts_as_their_memory_needs()
    {
        var trace = Trace([new TraceMachine("a", 4, 8000, 64.0 * (1L << 30)), new TraceMachine("b", null, null, null)]);

        var scenario = TraceScenario.Create("bitbrains", trace, hosts: null, repeats: false);

        var machine = scenario.Machines[0];
        Assert.Equal((4, 8000.0, 64L << 30), (machine.Cores, machine.CpuCapacity.Value, machine.Memory.Value));
        Assert.Equal(2, scenario.Hosts.Length);
        Assert.All(scenario.Machines, each => Assert.Equal(PowerState.On, each.State));
    }

    [Fact]
    public void A_fleet_can_be_renamed_so_that_several_run_side_by_side()
    {
        var renamed = DemoScenario.Create(new DemoOptions()).Named(new ProviderId("p2"), new ClusterId("c2"));

        Assert.All(renamed.Hosts, host => Assert.Equal(("p2", "c2"), (host.Provider.Value, host.Cluster.Value)));
        Assert.All(renamed.Machines, machine => Assert.Equal("c2", machine.Cluster.Value));
    }

    [Theory]
    [InlineData("moon", null, null, "no scenario 'moon'")]
    [InlineData("planetlab", null, null, "--traces")]
    [InlineData("demo", 0, null, "--hosts")]
    [InlineData("demo", null, -1, "--vms")]
    public void A_wrong_option_is_refused_by_its_name(string name, int? hosts, int? machines, string expected)
    {
        var error = Assert.Throws<ArgumentException>(
            () => ScenarioCatalog.Create(name, null, hosts, machines, seed: 1, repeats: false));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bitbrains_machines_replay_with_memory_disk_and_network()
    {
        var trace = TraceReader.Read(Checkout.RequireShared("data/vmtraces/bitbrains-rnd/2013-08")).Take(20);
        var scenario = TraceScenario.Create("bitbrains", trace, hosts: null, repeats: true);
        var fleet = new SmallFleet(scenario);

        fleet.Advance(3700);
        var measured = await fleet.Hypervisor.ReadMeasurementsAsync(
            DateTimeOffset.MinValue, TestContext.Current.CancellationToken);

        HashSet<Metric> expected =
        [
            Metric.CpuUsage, Metric.MemoryUsage, Metric.DiskRead, Metric.DiskWritten, Metric.NetworkReceived,
            Metric.NetworkSent,
        ];
        Assert.Superset(expected, measured.Select(one => one.Series.Metric).ToHashSet());
        Assert.All(measured, one => Assert.True(double.IsFinite(one.Value) && one.Value >= 0, one.ToString()));
    }

    private static TraceSet Trace(TraceMachine[] machines) => new(
        "test", [.. machines], TimeSpan.FromMinutes(5), null,
        [new TraceSeries(WorkloadMetric.Cpu, 100, [.. machines.Select(_ => new float[] { 10, 20, 30 })])], 0);
}
