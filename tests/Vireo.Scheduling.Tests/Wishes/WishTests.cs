using Vireo.Fleet;
using Vireo.Scheduling.Tests.Decisions;

namespace Vireo.Scheduling.Tests.Wishes;

/// <summary>Wishes are kept where that pays, never against a rule, and told of where they are not.</summary>
public class WishTests
{
    private static readonly Policy Still = new() { Consolidate = false, ManageHostPower = false, SpareFaultDomains = 0 };

    [Fact]
    public void Machines_that_wish_to_be_apart_are_parted_where_a_move_costs_less()
    {
        var plan = TwoOnOne().Plan(Wishing(AffinityKind.KeepApart, "vm-1", "vm-2"));

        var move = Assert.IsType<Migration>(Assert.Single(plan.Actions).Action);
        Assert.Equal(new HostId("h-2"), move.To);
        Assert.Contains("as wish 'w' asked", plan.Actions[0].ExpectedEffect, StringComparison.Ordinal);
        Assert.Null(plan.BrokenWishes);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(500)]
    public void A_move_says_how_much_of_its_gain_is_the_wish_which_the_rest_does_not_depend_on(double worth)
    {
        var policy = Wishing(AffinityKind.KeepApart, "vm-1", "vm-2") with { WishWattHoursPerHour = worth + 10, Horizon = TimeSpan.FromHours(1) };

        var move = Assert.Single(TwoOnOne().Plan(policy).Actions);

        // Equal hosts that are on anyway: energy does not change.
        Assert.Equal((worth + 10, worth + 10), (move.WishWattHours, move.BenefitWattHours));
    }

    [Fact]
    public void What_a_saving_plan_breaks_of_wishes_is_taken_off_its_gain_and_told()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("vm-1", "h-1").Machine("vm-2", "h-2");
        var saving = Still with { Consolidate = true, ManageHostPower = true, MinimumHostsOn = 1 };
        var policy = saving with { Wishes = [Wish("w", AffinityKind.KeepApart, ["vm-1", "vm-2"])], WishWattHoursPerHour = 3 };

        var with = fleet.Plan(policy).Actions.Single(action => action.Action is Migration);
        var without = fleet.Plan(saving).Actions.Single(action => action.Action is Migration);

        Assert.Equal((-3, 0), (with.WishWattHours, without.WishWattHours));
        Assert.Equal(without.BenefitWattHours, with.BenefitWattHours - with.WishWattHours, 3);
    }

    [Fact]
    public void A_wish_that_is_worth_less_than_the_move_stays_broken_and_says_so()
    {
        var plan = TwoOnOne().Plan(Wishing(AffinityKind.KeepApart, "vm-1", "vm-2") with { WishWattHoursPerHour = 3 });

        Assert.Empty(plan.Actions);
        var broken = Assert.Single(plan.BrokenWishes!.Value);
        Assert.Equal(("w", 1, 3.0), (broken.Wish, broken.Times, broken.WattHours));
        Assert.Contains("has to gain 5 Wh and its wishes are worth 3 Wh", broken.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Weight_multiplies_the_price()
    {
        var policy = Wishing(AffinityKind.KeepApart, "vm-1", "vm-2") with { WishWattHoursPerHour = 3 };

        var plan = TwoOnOne().Plan(policy with { Wishes = [policy.Wishes[0] with { Weight = 2 }] });

        Assert.Single(plan.Actions);
    }

    [Fact]
    public void A_wish_that_no_host_can_meet_names_what_is_in_the_way()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2", gib: 2).Machine("vm-1", "h-1").Machine("vm-2", "h-1");

        var plan = fleet.Plan(Wishing(AffinityKind.KeepApart, "vm-1", "vm-2"));

        Assert.Empty(plan.Actions);
        Assert.Contains("'h-2' is 2 GiB of memory short", Assert.Single(plan.BrokenWishes!.Value).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wish_gives_way_to_a_rule()
    {
        var policy = Wishing(AffinityKind.KeepApart, "vm-1", "vm-2") with
        {
            Rules = [new AffinityRule("r", AffinityKind.KeepTogether, [new("vm-1"), new("vm-2")], [])],
        };

        var plan = TwoOnOne().Plan(policy);

        Assert.Empty(plan.Actions);
        Assert.Contains("Rule 'r'", Assert.Single(plan.BrokenWishes!.Value).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_that_wish_to_be_together_come_together()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Host("h-3")
            .Machine("vm-1", "h-1").Machine("vm-2", "h-2").Machine("vm-3", "h-3");

        var plan = fleet.Plan(Wishing(AffinityKind.KeepTogether, "vm-1", "vm-2", "vm-3"));

        Assert.Equal(2, plan.Actions.Length);
        Assert.Single(plan.Actions.Select(action => ((Migration)action.Action).To).Distinct());
        Assert.Null(plan.BrokenWishes);
    }

    [Fact]
    public void Wished_and_unwished_hosts_count_a_machine_each()
    {
        var policy = Still with
        {
            Wishes =
            [
                Wish("on", AffinityKind.OnlyOn, ["vm-1"], "h-2"), Wish("off", AffinityKind.NeverOn, ["vm-2"], "h-1"),
            ],
        };

        var moves = TwoOnOne().Plan(policy).Actions.Select(action => (Migration)action.Action).ToList();

        Assert.Equal(2, moves.Count);
        Assert.All(moves, move => Assert.Equal(new HostId("h-2"), move.To));
    }

    [Fact]
    public void Four_replicas_spread_evenly_over_two_racks()
    {
        var fleet = new SmallFleet().Host("h-1", rack: "r-1").Host("h-2", rack: "r-1").Host("h-3", rack: "r-2").Host("h-4", rack: "r-2");
        foreach (int i in Enumerable.Range(1, 4))
        {
            fleet.Machine($"vm-{i}", i < 3 ? "h-1" : "h-2");
        }

        var policy = Wishing(AffinityKind.KeepApart, "vm-1", "vm-2", "vm-3", "vm-4");
        var plan = fleet.Plan(policy with
        {
            Wishes = [policy.Wishes[0] with { Rule = policy.Wishes[0].Rule with { Scope = AffinityScope.FaultDomain } }],
        });

        Assert.Equal(2, plan.Actions.Length);
        Assert.Equal(2, Assert.Single(plan.BrokenWishes!.Value).Times);
    }

    [Fact]
    public void What_is_relieved_goes_where_it_breaks_no_wish()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Host("h-3")
            .Machine("vm-1", "h-1", 6_000).Machine("vm-2", "h-1", 5_000).Machine("vm-3", "h-2", 2_000).Machine("vm-4", "h-3", 1_000);
        var policy = Still with { Wishes = [Wish("w", AffinityKind.KeepApart, ["vm-1", "vm-2", "vm-3"])] };

        var plan = fleet.Plan(policy);

        Assert.Equal(new HostId("h-3"), ((Migration)Assert.Single(plan.Actions).Action).To);
        Assert.Null(plan.BrokenWishes);
    }

    [Fact]
    public void A_wish_keeps_no_host_on_for_one_machine()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("vm-1", "h-1").Machine("vm-2", "h-2");
        var policy = Wishing(AffinityKind.KeepApart, "vm-1", "vm-2") with
        {
            Consolidate = true,
            ManageHostPower = true,
            MinimumHostsOn = 1,
        };

        var plan = fleet.Plan(policy);

        Assert.Contains(plan.Actions, action => action.Action is PowerOffHost);
        Assert.Single(plan.BrokenWishes!.Value);
    }

    private static SmallFleet TwoOnOne() => new SmallFleet().Host("h-1").Host("h-2").Machine("vm-1", "h-1").Machine("vm-2", "h-1");

    private static Policy Wishing(AffinityKind kind, params string[] machines) => Still with { Wishes = [Wish("w", kind, machines)] };

    private static PlacementWish Wish(string name, AffinityKind kind, string[] machines, params string[] hosts) => new(
        new AffinityRule(
            name, kind, [.. machines.Select(id => new VirtualMachineId(id))], [.. hosts.Select(id => new HostId(id))]),
        Weight: 1);
}
