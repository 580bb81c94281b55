using Vireo.Fleet;
using Vireo.Scheduling.Tests.Decisions;

namespace Vireo.Scheduling.Tests.Wishes;

/// <summary>Machines that are larger than a NUMA node run where one holds them, if that pays.</summary>
public class NodeWishesTests
{
    private static readonly Policy Policy = new()
    {
        Consolidate = false,
        ManageHostPower = false,
        SpareFaultDomains = 0,
        WishWattHoursPerHour = 100,
    };

    [Fact]
    public void A_machine_moves_to_a_host_whose_node_holds_it()
    {
        // 64 GiB in four nodes are 16 each, in two 32.
        var fleet = new SmallFleet().Host("h-1").Nodes(4).Host("h-2").Nodes(2).Machine("vm-1", "h-1", 500, gib: 20);

        var move = Assert.Single(fleet.Plan(Policy).Actions);

        Assert.Equal(new HostId("h-2"), ((Migration)move.Action).To);
        Assert.Contains("one NUMA node for vm-1", move.ExpectedEffect, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_it_costs_more_than_it_is_worth_it_stays_and_the_plan_says_so()
    {
        var fleet = new SmallFleet().Host("h-1").Nodes(4).Host("h-2").Nodes(2).Machine("vm-1", "h-1", 500, gib: 20);

        var plan = fleet.Plan(Policy with { WishWattHoursPerHour = 1 });

        Assert.Empty(plan.Actions);
        Assert.Equal("one NUMA node for vm-1", Assert.Single(plan.BrokenWishes!.Value).Wish);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 0)]
    [InlineData(2, 2)]
    [InlineData(4, 4)]
    public void Nodes_that_are_not_known_or_alike_move_nothing(int first, int second)
    {
        var plan = new SmallFleet().Host("h-1").Nodes(first).Host("h-2").Nodes(second).Machine("vm-1", "h-1", 500, gib: 20).Plan(Policy);

        Assert.Empty(plan.Actions);
        Assert.Null(plan.BrokenWishes);
    }

    [Fact]
    public void A_machine_that_has_to_leave_goes_where_a_node_holds_it()
    {
        var fleet = new SmallFleet().Host("h-1", maintenance: true).Host("h-2").Nodes(4).Host("h-3").Nodes(1)
            .Machine("vm-1", "h-1", 500, gib: 20).Machine("vm-2", "h-2", 2_000, gib: 2);

        var move = (Migration)Assert.Single(fleet.Plan(Policy).Actions).Action;

        Assert.Equal(new HostId("h-3"), move.To);
    }
}
