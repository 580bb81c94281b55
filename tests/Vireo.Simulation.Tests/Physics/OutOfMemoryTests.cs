using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Physics;

/// <summary>Guests that want more memory than they have.</summary>
public class OutOfMemoryTests
{
    private static readonly EntityId Machine = EntityId.Of(SmallFleet.Vm(0));

    [Fact]
    public async Task A_guest_that_wants_more_than_it_has_kills_and_what_is_in_use_does_not_show_it()
    {
        var fleet = Fleet(ratio: 1.2);

        fleet.Advance(1_801);

        double[] killed = await fleet.MeasuredAsync(Machine, Metric.OutOfMemoryKills);
        Assert.Equal([1, 2, 3, 4, 5, 6], killed);
        Assert.All(
            await fleet.MeasuredAsync(Machine, Metric.MemoryUsage), used => Assert.InRange(used, 0, 0.7 * SmallFleet.Gib));
    }

    [Fact]
    public async Task More_memory_ends_it_and_the_guest_wants_no_more_than_before()
    {
        var fleet = Fleet(ratio: 1.2);
        fleet.Advance(601);
        await fleet.StartAsync(new ResizeVirtualMachine(SmallFleet.Vm(0), 1, new MemoryBytes(2 * SmallFleet.Gib)));

        fleet.Advance(1_200);

        Assert.Equal(2, (await fleet.MeasuredAsync(Machine, Metric.OutOfMemoryKills))[^1]);
        Assert.Equal(1.2 * SmallFleet.Gib, (await fleet.MeasuredAsync(Machine, Metric.MemoryUsage))[^1], 1.0);
    }

    [Fact]
    public async Task A_guest_that_is_never_near_its_limit_reports_no_kills()
    {
        var fleet = Fleet(ratio: 0.8);

        fleet.Advance(1_801);

        Assert.Empty(await fleet.MeasuredAsync(Machine, Metric.OutOfMemoryKills));
    }

    private static SmallFleet Fleet(double ratio) => new(SmallFleet.Scenario(hosts: 1, machines: 1, (_, _) => 0.3) with
    {
        Workload = new SmallFleet.DictatedWorkload(1, (_, _) => 0.3)
        {
            Metrics = [WorkloadMetric.Cpu, WorkloadMetric.Memory],
            MemoryRatio = ratio,
        },
    });
}
