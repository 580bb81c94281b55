using Vireo.Fleet;
using Vireo.Scheduling.Tests.Decisions;

namespace Vireo.Scheduling.Tests.Peers;

/// <summary>What the published rules of other managers do, each on a fleet small enough to work out by hand.</summary>
public class PeerDecisionTests
{
    [Fact]
    public void Watcher_consolidation_packs_the_least_loaded_host_onto_the_fullest_that_fits()
    {
        var fleet = new SmallFleet().Host("a").Host("b").Host("c")
            .Machine("one", "a", 1_000).Machine("two", "b", 9_500).Machine("three", "c", 4_000);

        Assert.Equal(["one: a > c"], Moves(fleet, PlacementStrategy.WatcherConsolidation));
    }

    [Fact]
    public void Watcher_consolidation_first_takes_the_smallest_machine_from_a_host_above_capacity()
    {
        var fleet = new SmallFleet().Host("a").Host("b")
            .Machine("big", "a", 8_000).Machine("small", "a", 3_000).Machine("other", "b", 7_000);

        Assert.Equal(["small: a > b"], Moves(fleet, PlacementStrategy.WatcherConsolidation));
    }

    [Fact]
    public void Watcher_stabilization_moves_only_while_both_deviations_are_high_and_each_move_lowers_them()
    {
        var fleet = new SmallFleet().Host("a").Host("b")
            .Machine("one", "a", 3_000, gib: 20).Machine("two", "a", 3_000, gib: 20).Machine("three", "a", 3_000, gib: 20);
        var quiet = new SmallFleet().Host("a").Host("b").Machine("one", "a", 3_000).Machine("two", "b", 2_000);

        Assert.Single(Moves(fleet, PlacementStrategy.WatcherStabilization));
        Assert.Empty(Moves(quiet, PlacementStrategy.WatcherStabilization));
    }

    [Fact]
    public void ProxLb_levels_memory_until_the_fullest_and_the_emptiest_are_within_a_tenth()
    {
        var fleet = new SmallFleet().Host("a").Host("b")
            .Machine("m-1", "a", gib: 8).Machine("m-2", "a", gib: 8).Machine("m-3", "a", gib: 8).Machine("m-4", "a", gib: 8);

        Assert.Equal(["m-1: a > b", "m-2: a > b"], Moves(fleet, PlacementStrategy.ProxLb));
    }

    [Fact]
    public void Proxmox_crs_makes_the_moves_that_lower_the_variation_most_until_it_is_below_three_tenths()
    {
        var fleet = new SmallFleet().Host("a").Host("b")
            .Machine("m-1", "a", 4_000).Machine("m-2", "a", 2_000).Machine("m-3", "a", 2_000);

        Assert.Equal(["m-1: a > b"], Moves(fleet, PlacementStrategy.ProxmoxCrs));
    }

    [Fact]
    public void Ovirt_evenly_distributed_relieves_only_hosts_above_four_fifths()
    {
        var hot = new SmallFleet().Host("a").Host("b").Machine("m-1", "a", 5_000).Machine("m-2", "a", 3_500);
        var warm = new SmallFleet().Host("a").Host("b").Machine("m-1", "a", 4_500).Machine("m-2", "a", 3_400);

        Assert.Equal(["m-2: a > b"], Moves(hot, PlacementStrategy.OvirtEvenlyDistributed));
        Assert.Empty(Moves(warm, PlacementStrategy.OvirtEvenlyDistributed));
    }

    [Fact]
    public void Ovirt_power_saving_clears_a_host_below_a_fifth_and_switches_empty_ones_off()
    {
        var fleet = new SmallFleet().Host("a").Host("b").Host("c")
            .Machine("m-1", "a", 1_000).Machine("m-2", "b", 4_000);
        var plan = fleet.Plan(For(PlacementStrategy.OvirtPowerSaving));

        Assert.Equal(["m-1: a > b"], Moves(plan));
        Assert.Contains(plan.Actions, action => action.Action is PowerOffHost { Host.Value: "c" });
        Assert.DoesNotContain(plan.Actions, action => action.Action is PowerOffHost { Host.Value: "b" });
    }

    [Fact]
    public void CloudStack_balanced_evens_out_allocated_memory_and_condensed_does_the_opposite()
    {
        var uneven = new SmallFleet().Host("a").Host("b")
            .Machine("m-1", "a", gib: 8).Machine("m-2", "a", gib: 8).Machine("m-3", "a", gib: 8).Machine("m-4", "b", gib: 4);
        var even = new SmallFleet().Host("a").Host("b").Machine("m-1", "a", gib: 8).Machine("m-2", "b", gib: 6);

        Assert.Equal(["m-1: a > b"], Moves(uneven, PlacementStrategy.CloudStackBalanced));
        Assert.Empty(Moves(even, PlacementStrategy.CloudStackBalanced));
        Assert.Equal(["m-1: a > b"], Moves(even, PlacementStrategy.CloudStackCondensed));
    }

    [Fact]
    public void Xen_orchestra_performance_relieves_a_host_at_its_high_mark_down_to_the_low_one()
    {
        var fleet = new SmallFleet().Host("a").Host("b")
            .Machine("m-1", "a", 4_000).Machine("m-2", "a", 3_000).Machine("m-3", "a", 1_000);

        Assert.Equal(["m-1: a > b"], Moves(fleet, PlacementStrategy.XenOrchestraPerformance));
    }

    [Fact]
    public void Xen_orchestra_density_empties_a_host_only_when_every_machine_of_it_fits()
    {
        var fits = new SmallFleet().Host("a").Host("b").Machine("m-1", "a", 4_000).Machine("m-2", "b", 4_000);
        var exceeds = new SmallFleet().Host("a").Host("b").Machine("m-1", "a", 6_000).Machine("m-2", "b", 4_000);

        Assert.Equal(["m-2: b > a"], Moves(fits, PlacementStrategy.XenOrchestraDensity));
        Assert.Empty(Moves(exceeds, PlacementStrategy.XenOrchestraDensity));
    }

    [Fact]
    public void Best_fit_on_reservations_looks_at_what_machines_were_given_and_not_at_what_they_use()
    {
        var fleet = new SmallFleet().Host("a").Host("b")
            .Machine("m-1", "a", 1, gib: 40).Machine("m-2", "b", 9_999, gib: 20);
        var full = new SmallFleet().Host("a").Host("b").Machine("m-1", "a", 1, gib: 40).Machine("m-2", "b", 1, gib: 30);

        Assert.Equal(["m-2: b > a"], Moves(fleet, PlacementStrategy.BestFitReservations));
        Assert.Empty(Moves(full, PlacementStrategy.BestFitReservations));
    }

    public static TheoryData<PlacementStrategy> Emptying =>
        [PlacementStrategy.BestFitReservations, PlacementStrategy.XenOrchestraDensity];

    [Theory]
    [MemberData(nameof(Emptying))]
    public void A_host_whose_machines_fit_one_by_one_but_not_together_keeps_them_all(PlacementStrategy strategy)
    {
        // Of the 20 GiB of a, 8 are in use and 6 are kept for what is on its way: one machine of b would fit, not both.
        var fleet = new SmallFleet().Host("a", gib: 20).Host("b").Host("c")
            .Machine("here", "a", gib: 8, mobility: Mobility.Fixed("it has a passthrough device"))
            .Machine("m-1", "b", gib: 4).Machine("m-2", "b", gib: 3)
            .Machine("coming", "c", gib: 6).Machine("held", "c", gib: 58).OnTheWay("coming", "c", "a");

        Assert.Empty(Moves(fleet, strategy));
    }

    [Theory]
    [MemberData(nameof(Emptying))]
    public void Replicas_that_leave_the_same_host_do_not_meet_again(PlacementStrategy strategy)
    {
        var policy = For(strategy) with
        {
            Rules = [new AffinityRule("replicas", AffinityKind.KeepApart, [new("m-1"), new("m-2")], [])],
        };
        var fleet = new SmallFleet().Host("a").Host("b").Host("c").Machine("on-a", "a", gib: 40).Machine("m-1", "b", gib: 4)
            .Machine("m-2", "b", gib: 4).Machine("on-c", "c", gib: 30);

        Assert.Equal(["m-1: b > a", "m-2: b > c"], Moves(fleet.Plan(policy)));
    }

    [Fact]
    public void A_manager_that_decides_once_an_hour_waits_for_its_turn()
    {
        var fleet = new SmallFleet().Host("a").Host("b").Machine("one", "a", 1_000).Machine("two", "b", 4_000);
        var later = fleet.Fleet with { TakenAt = SmallFleet.Now.AddMinutes(20) };
        var plan = Scheduler.Plan(later, fleet.Outlook, For(PlacementStrategy.WatcherConsolidation));

        Assert.Empty(plan.Actions);
        Assert.Equal("It decides every 1 hours.", plan.Summary);
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public void Every_manager_copes_with_no_hosts_and_no_machines(PlacementStrategy strategy)
    {
        Assert.Empty(new SmallFleet().Plan(For(strategy)).Actions);
        Assert.Empty(Moves(new SmallFleet().Host("a"), strategy));
        Assert.Empty(Moves(new SmallFleet().Host("a", maintenance: true).Machine("m-1", "a"), strategy));
    }

    public static TheoryData<PlacementStrategy> Peers => [.. PlacementStrategies.Peers.Select(peer => peer.Strategy)];

    private static Policy For(PlacementStrategy strategy) => new()
    {
        Strategy = strategy,
        SpareFaultDomains = 0,
        MinimumHostsOn = 1,
        RestAfterMove = TimeSpan.Zero,
        NoReturnWithin = TimeSpan.Zero,
    };

    private static IEnumerable<string> Moves(SmallFleet fleet, PlacementStrategy strategy) => Moves(fleet.Plan(For(strategy)));

    private static IEnumerable<string> Moves(Plan plan) => plan.Actions.Select(action => action.Action).OfType<Migration>()
        .Select(move => $"{move.VirtualMachine}: {move.From} > {move.To}");
}
