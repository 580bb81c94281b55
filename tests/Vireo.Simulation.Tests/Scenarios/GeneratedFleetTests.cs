using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Scenarios;

public class GeneratedFleetTests
{
    private const int SamplesADay = 288;
    private readonly Scenario _demo = DemoScenario.Create(new DemoOptions());

    [Fact]
    public void It_has_forty_hosts_of_three_generations_and_five_hundred_machines_of_five_behaviours()
    {
        Assert.Equal(40, _demo.Hosts.Length);
        Assert.Equal(3, _demo.Hosts.Select(host => host.Model).Distinct().Count());
        Assert.Equal(4, _demo.Hosts.Select(host => host.FaultDomain).Distinct().Count());
        Assert.Equal(500, _demo.Machines.Length);
        Assert.Equal(
            ["batch", "bursty", "office", "steady", "web"],
            _demo.Machines.Select(machine => machine.Name.Split('-')[0]).Distinct().Order());
        Assert.All(_demo.Machines, machine => Assert.Equal(PowerState.On, machine.State));
    }

    [Fact]
    public void No_host_starts_with_more_configured_memory_than_it_has()
    {
        var taken = _demo.Machines.GroupBy(machine => machine.Host!.Value)
            .ToDictionary(group => group.Key, group => group.Sum(machine => machine.Memory.Value));

        Assert.All(_demo.Hosts, host => Assert.True(taken.GetValueOrDefault(host.Id) <= host.MemoryCapacity.Value));
    }

    [Fact]
    public void The_same_seed_gives_the_same_fleet_and_load_and_another_seed_does_not()
    {
        var again = DemoScenario.Create(new DemoOptions());
        var other = DemoScenario.Create(new DemoOptions { Seed = 2 });

        Assert.Equal(_demo.Machines, again.Machines);
        Assert.Equal(Load(_demo, 100), Load(again, 100));
        Assert.NotEqual(_demo.Machines, other.Machines);
        Assert.NotEqual(Load(_demo, 100), Load(other, 100));
    }

    [Theory]
    [InlineData(MachineBehaviour.OfficeDay, 10, 3)]
    [InlineData(MachineBehaviour.BatchNight, 3, 14)]
    [InlineData(MachineBehaviour.Web, 20, 4)]
    public void A_machine_is_busier_when_its_kind_is(MachineBehaviour kind, int busyHour, int quietHour)
    {
        double busy = MeanOfKind(kind, hour: busyHour);
        double quiet = MeanOfKind(kind, hour: quietHour);

        Assert.True(busy > 2 * quiet, $"{kind}: {busy:f3} at {busyHour} h, {quiet:f3} at {quietHour} h.");
    }

    [Fact]
    public void Offices_rest_at_weekends_and_the_web_does_not()
    {
        Assert.True(MeanOfKind(MachineBehaviour.OfficeDay, 10, day: 5) < MeanOfKind(MachineBehaviour.OfficeDay, 10) / 3);
        Assert.True(MeanOfKind(MachineBehaviour.Web, 20, day: 5) > MeanOfKind(MachineBehaviour.Web, 20));
    }

    [Fact]
    public void All_of_it_together_leaves_room_to_consolidate()
    {
        double capacity = _demo.Hosts.Sum(host => host.CpuCapacity.Value);
        double[] used = [.. Enumerable.Range(0, SamplesADay).Select(sample =>
            Load(_demo, sample).Select((ratio, row) => ratio * _demo.Machines[row].CpuCapacity.Value).Sum() / capacity)];

        Assert.InRange(used.Average(), 0.15, 0.6);
        Assert.True(used.Max() < 0.85 && used.Max() > used.Min() * 1.3, $"{used.Min():f2} to {used.Max():f2}");
    }

    private double MeanOfKind(MachineBehaviour kind, int hour, int day = 1) => Enumerable.Range(0, 12)
        .SelectMany(sample => Load(_demo, (day * SamplesADay) + (hour * 12) + sample)
            .Where((_, row) => row % 5 == (int)kind))
        .Average();

    private static double[] Load(Scenario scenario, long sample)
    {
        double[] values = new double[scenario.Workload.Rows];
        scenario.Workload.Read(WorkloadMetric.Cpu, sample, values);

        return values;
    }
}
