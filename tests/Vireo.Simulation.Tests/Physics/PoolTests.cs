using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Physics;

/// <summary>Pools as the simulated hypervisor enforces them.</summary>
public class PoolTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reservation_is_met_on_a_host_that_is_short_and_the_others_share_the_rest()
    {
        var fleet = new SmallFleet(SmallFleet.Scenario(hosts: 1, machines: 4, (_, _) => 1));
        await fleet.StartAsync(new SetPoolTerms(Pool("gold", new ResourceTerms(900, null, 1_000), 0)));

        fleet.Advance(301);

        // 4,000 MHz are wanted, 2,000 are there: 900 for who reserved them, 1,100 for three others.
        Assert.Equal(900, await UsageAsync(fleet, 0), 0.5);
        Assert.Equal(366, await UsageAsync(fleet, 1), 0.7);
    }

    [Fact]
    public async Task Shares_divide_what_is_not_reserved()
    {
        var fleet = new SmallFleet(SmallFleet.Scenario(hosts: 1, machines: 4, (_, _) => 1));
        await fleet.StartAsync(new SetPoolTerms(Pool("big", new ResourceTerms(0, null, 3_000), 0, 1)));
        await fleet.StartAsync(new SetPoolTerms(Pool("small", new ResourceTerms(0, null, 1_000), 2, 3)));

        fleet.Advance(301);

        Assert.Equal(750, await UsageAsync(fleet, 0), 0.7);
        Assert.Equal(250, await UsageAsync(fleet, 2), 0.7);
    }

    [Fact]
    public async Task A_limit_holds_over_all_hosts_even_where_there_is_room()
    {
        var fleet = new SmallFleet(SmallFleet.Scenario(hosts: 2, machines: 2, (_, _) => 1));
        await fleet.StartAsync(new SetPoolTerms(Pool("capped", new ResourceTerms(0, 500, 1), 0, 1)));

        fleet.Advance(301);

        Assert.Equal(250, await UsageAsync(fleet, 0), 0.7);
        Assert.Equal(250, await UsageAsync(fleet, 1), 0.7);
    }

    [Fact]
    public async Task What_a_pool_lends_others_use_and_get_cut_again_once_it_is_recalled()
    {
        var fleet = new SmallFleet(SmallFleet.Scenario(hosts: 1, machines: 3, (row, sample) => row == 0 && sample < 2 ? 0.1 : 1));
        await fleet.StartAsync(new SetPoolTerms(Pool("tenant", new ResourceTerms(100, null, 1), 0)));
        fleet.Advance(301);
        double borrowed = await UsageAsync(fleet, 1);

        await fleet.StartAsync(new SetPoolTerms(Pool("tenant", new ResourceTerms(1_000, null, 1), 0)));
        fleet.Advance(1_200);

        Assert.Equal(950, borrowed, 1.0);
        Assert.Equal(1_000, await UsageAsync(fleet, 0), 0.7);
        Assert.Equal(500, await UsageAsync(fleet, 1), 0.7);
    }

    [Fact]
    public async Task The_inventory_shows_pools_and_what_cannot_be_is_refused()
    {
        var fleet = new SmallFleet(SmallFleet.Scenario(hosts: 1, machines: 1, (_, _) => 1));
        var setting = Pool("a", new ResourceTerms(1, null, 1), 0);
        await fleet.StartAsync(new SetPoolTerms(setting));

        var shown = (await fleet.Hypervisor.ReadInventoryAsync(Token)).Pools;

        Assert.True(Assert.Single(shown).IsSameAs(setting));
        await Assert.ThrowsAsync<ProviderException>(() =>
            fleet.StartAsync(new SetPoolTerms(setting with { Pool = new("b"), Parent = new("nowhere") })));
    }

    private static PoolSetting Pool(string name, ResourceTerms cpu, params int[] machines) => new(
        new(name), new ClusterId("c"), new ProviderId("sim"), null, PoolTerms.Usual with { Cpu = cpu },
        [.. machines.Select(SmallFleet.Vm)]);

    private static async Task<double> UsageAsync(SmallFleet fleet, int machine) =>
        (await fleet.MeasuredAsync(EntityId.Of(SmallFleet.Vm(machine)), Metric.CpuUsage))[^1];
}
