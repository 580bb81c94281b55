using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Physics;

/// <summary>Two pools on one host that is short of memory, of its link or of its disks: each gets its entitlement, as for
/// CPU.</summary>
public class PoolResourceTests
{
    private const double Link = SmallFleet.Gib / 8;
    private const double Disks = 1e9;

    public static TheoryData<PoolResource> Resources => [PoolResource.Memory, PoolResource.Network, PoolResource.Disk];

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_reservation_is_met_and_the_other_pool_gets_the_rest(PoolResource resource)
    {
        var fleet = Fleet(wanted: 0.75);
        await PutAsync(fleet, resource, "gold", new ResourceTerms(0.7, null, 1_000), 0, 1);
        await PutAsync(fleet, resource, "rest", new ResourceTerms(0, null, 1_000), 2, 3);

        fleet.Advance(601);

        Assert.Equal(0.7, await GotAsync(fleet, resource, 0, 1), 0.01);
        Assert.Equal(0.3, await GotAsync(fleet, resource, 2, 3), 0.01);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Shares_divide_what_is_not_reserved(PoolResource resource)
    {
        var fleet = Fleet(wanted: 0.75);
        await PutAsync(fleet, resource, "big", new ResourceTerms(0, null, 3_000), 0, 1);
        await PutAsync(fleet, resource, "small", new ResourceTerms(0, null, 2_000), 2, 3);

        fleet.Advance(601);

        Assert.Equal(0.6, await GotAsync(fleet, resource, 0, 1), 0.01);
        Assert.Equal(0.4, await GotAsync(fleet, resource, 2, 3), 0.01);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_limit_holds_even_where_there_is_room(PoolResource resource)
    {
        var fleet = Fleet(wanted: 0.4);
        await PutAsync(fleet, resource, "capped", new ResourceTerms(0, 0.1, 1_000), 0, 1);

        fleet.Advance(601);

        Assert.Equal(0.1, await GotAsync(fleet, resource, 0, 1), 0.01);
        Assert.Equal(0.4, await GotAsync(fleet, resource, 2, 3), 0.01);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task What_one_pool_does_not_want_the_other_uses(PoolResource resource)
    {
        var fleet = Fleet(wanted: 0.75, idle: 0.1);
        await PutAsync(fleet, resource, "idle", new ResourceTerms(0.5, null, 1_000), 0, 1);
        await PutAsync(fleet, resource, "busy", new ResourceTerms(0.2, null, 1_000), 2, 3);

        fleet.Advance(601);

        Assert.Equal(0.1, await GotAsync(fleet, resource, 0, 1), 0.01);
        Assert.Equal(0.75, await GotAsync(fleet, resource, 2, 3), 0.01);
    }

    [Fact]
    public async Task Without_pools_a_full_link_and_full_disks_cut_all_alike()
    {
        var fleet = Fleet(wanted: 0.75);

        fleet.Advance(601);

        foreach (var resource in new[] { PoolResource.Network, PoolResource.Disk })
        {
            Assert.Equal(0.5, await GotAsync(fleet, resource, 0, 1), 0.01);
            Assert.Equal(0.5, await GotAsync(fleet, resource, 2, 3), 0.01);
        }
    }

    [Fact]
    public async Task A_pool_with_its_part_of_the_link_loses_no_packets_while_the_other_does()
    {
        var fleet = Fleet(wanted: 0.75, isGroup: true);
        await PutAsync(fleet, PoolResource.Network, "gold", new ResourceTerms(0.75, null, 1_000), 0, 1);
        await PutAsync(fleet, PoolResource.Network, "rest", new ResourceTerms(0, null, 1_000), 2, 3);

        fleet.Advance(601);

        Assert.Equal(0, (await fleet.MeasuredAsync(EntityId.Of(SmallFleet.Vm(0)), Metric.PacketLoss))[^1]);
        Assert.InRange((await fleet.MeasuredAsync(EntityId.Of(SmallFleet.Vm(2)), Metric.PacketLoss))[^1], 0.5, 0.8);
    }

    // One host; two pairs of machines of which each wants a part of the host's whole together.
    private static SmallFleet Fleet(double wanted, double? idle = null, bool isGroup = false)
    {
        var plain = SmallFleet.Scenario(hosts: 1, machines: 4, (_, _) => 0.1);

        return new SmallFleet(plain with
        {
            Workload = new PartWorkload(row => (row < 2 && idle is { } less ? less : wanted) / 2),
            Hosts = [.. plain.Hosts.Select(host => host with { MemoryCapacity = new MemoryBytes(2 * SmallFleet.Gib) })],
            Machines =
            [
                .. plain.Machines.Select(machine => machine with
                {
                    Memory = new MemoryBytes(2 * SmallFleet.Gib),
                    Group = isGroup ? new VmGroupId("web") : null,
                }),
            ],
            Physics = new PhysicsOptions { DiskBytesPerSecond = Disks },
        });
    }

    private static double WholeOf(PoolResource resource) => resource switch
    {
        PoolResource.Memory => 2.0 * SmallFleet.Gib,
        PoolResource.Network => Link,
        _ => Disks,
    };

    // Terms are given as parts of the host's whole.
    private static Task<ActionId> PutAsync(SmallFleet fleet, PoolResource resource, string name, ResourceTerms parts, params int[] machines)
    {
        double whole = WholeOf(resource);
        var terms = parts with { Reservation = parts.Reservation * whole, Limit = parts.Limit * whole };

        return fleet.StartAsync(new SetPoolTerms(new PoolSetting(
            new(name), new ClusterId("c"), new ProviderId("sim"), null, PoolTerms.Usual.With(resource, terms),
            [.. machines.Select(SmallFleet.Vm)])));
    }

    private static async Task<double> GotAsync(SmallFleet fleet, PoolResource resource, params int[] machines)
    {
        double got = 0;
        foreach (int machine in machines)
        {
            got += resource switch
            {
                PoolResource.Memory => await LastAsync(fleet, machine, Metric.MemoryUsage) -
                    await LastAsync(fleet, machine, Metric.MemoryBallooned) - await LastAsync(fleet, machine, Metric.MemorySwapped),
                PoolResource.Network => await RateAsync(fleet, machine, Metric.NetworkReceived) + await RateAsync(fleet, machine, Metric.NetworkSent),
                _ => await RateAsync(fleet, machine, Metric.DiskRead) + await RateAsync(fleet, machine, Metric.DiskWritten),
            };
        }

        return got / WholeOf(resource);
    }

    private static async Task<double> LastAsync(SmallFleet fleet, int machine, Metric metric) =>
        (await fleet.MeasuredAsync(EntityId.Of(SmallFleet.Vm(machine)), metric))[^1];

    private static async Task<double> RateAsync(SmallFleet fleet, int machine, Metric metric)
    {
        double[] totals = await fleet.MeasuredAsync(EntityId.Of(SmallFleet.Vm(machine)), metric);

        return (totals[^1] - totals[^2]) / 300;
    }

    /// <summary>The same part of every resource for ever: memory as a ratio, traffic half each way.</summary>
    private sealed class PartWorkload(Func<int, double> part) : IWorkload
    {
        public int Rows => 4;

        public TimeSpan Step => TimeSpan.FromMinutes(5);

        public long? Samples => null;

        public IReadOnlyList<WorkloadMetric> Metrics { get; } = Enum.GetValues<WorkloadMetric>();

        public void Read(WorkloadMetric metric, long sample, Span<double> values)
        {
            for (int row = 0; row < Rows; row++)
            {
                values[row] = metric switch
                {
                    WorkloadMetric.Cpu => 0.1,
                    WorkloadMetric.Memory => part(row),
                    WorkloadMetric.NetworkReceived or WorkloadMetric.NetworkSent => part(row) * Link / 2,
                    _ => part(row) * Disks / 2,
                };
            }
        }
    }
}
