using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

public class DecisionTests
{
    private static readonly Policy Careful = new() { SpareFaultDomains = 0, MinimumHostsOn = 1, Consolidate = false };
    private static readonly Policy Saving = Careful with { Consolidate = true };

    [Fact]
    public void A_host_in_maintenance_is_drained()
    {
        var plan = new SmallFleet().Host("h-1", maintenance: true).Host("h-2").Machine("a", "h-1").Machine("b", "h-1")
            .Plan(Careful);

        Assert.Equal([new Migration(new("a"), new("h-1"), new("h-2")), new Migration(new("b"), new("h-1"), new("h-2"))],
            plan.Actions.Select(action => action.Action));
        Assert.All(plan.Actions, action => Assert.Equal("evacuate", action.Rules[0]));
    }

    [Fact]
    public void A_host_that_is_likely_to_fail_is_emptied_even_if_its_machines_should_rest()
    {
        var plan = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1").Danger("h-1", HazardKind.HostFailing)
            .Moved("a", "h-2", "h-1", minutesAgo: 5).Plan(Careful);

        var action = Assert.Single(plan.Actions);
        Assert.Equal(new Migration(new("a"), new("h-1"), new("h-2")), action.Action);
        Assert.Contains("error counters rise", action.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_evacuation_that_cannot_be_done_says_how_many_bytes_are_short()
    {
        var plan = new SmallFleet().Host("h-1", maintenance: true).Host("h-2", gib: 2).Machine("a", "h-1", gib: 4)
            .Plan(Careful);

        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal =>
            refusal.Reason.Contains("2 GiB of memory short", StringComparison.Ordinal));
    }

    [Fact]
    public void The_machines_of_a_failed_host_restart_elsewhere_and_those_of_a_silent_one_do_not()
    {
        var plan = new SmallFleet().Host("h-1", state: HostState.Failed).Host("h-2", state: HostState.Unreachable).Host("h-3")
            .Machine("lost", "h-1", state: PowerState.Failed).Machine("silent", "h-2", state: PowerState.Failed).Plan(Careful);

        Assert.Equal(new PowerOnVirtualMachine(new("lost"), new("h-3")), Assert.Single(plan.Actions).Action);
    }

    [Fact]
    public void Replicas_that_lost_their_host_restart_where_the_fewest_of_their_group_are_and_the_plan_says_so()
    {
        // The fuller host would be taken otherwise.
        var plan = new SmallFleet().Host("h-1", state: HostState.Failed).Host("h-2").Host("h-3")
            .Machine("web-1", "h-1", state: PowerState.Failed).In("web").Machine("web-2", "h-2", median: 3_000).In("web")
            .Machine("other", "h-3").Plan(Careful);

        var restart = Assert.Single(plan.Actions);
        Assert.Equal(new PowerOnVirtualMachine(new("web-1"), new("h-3")), restart.Action);
        Assert.Contains("carries 1 of its group rather than 0", restart.Instead, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hot_host_gives_up_the_smallest_machine_that_cures_it()
    {
        var plan = new SmallFleet().Host("h-1").Host("h-2").Machine("large", "h-1", 6_000, gib: 32)
            .Machine("small", "h-1", 5_000, gib: 8).Machine("idle", "h-1", 100, gib: 2).Plan(Careful);

        Assert.Equal(new Migration(new("small"), new("h-1"), new("h-2")), Assert.Single(plan.Actions).Action);
    }

    [Fact]
    public void A_forecast_peak_counts_as_heat_before_it_is_there()
    {
        var plan = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 4_000, upper: 9_000)
            .Machine("b", "h-1", 4_000, upper: 9_000).Plan(Careful);

        Assert.Equal("relieve", Assert.Single(plan.Actions).Rules[0]);
    }

    [Fact]
    public void A_peak_beyond_reaction_time_moves_nothing_yet_and_leaves_its_room_free()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 4_000).Machine("b", "h-1", 4_000)
            .Machine("c", "h-2", 2_500)
            .Forecast("a", 4_000, 4_000, 6_500, 4_000, 4_000, 6_500);

        var relieved = fleet.Plan(Careful);
        var packed = fleet.Plan(Saving with { FillUpToRatio = 1, MigrationWattHoursPerGib = 0 });

        Assert.Empty(relieved.Actions);
        Assert.DoesNotContain(packed.Actions, action => action.Action is PowerOffHost);
    }

    [Fact]
    public void A_host_that_people_work_on_is_not_switched_off()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2", maintenance: true).Machine("a", "h-1");

        Assert.Empty(fleet.Plan(Saving).Actions);
        Assert.IsType<PowerOffHost>(
            Assert.Single(new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1").Plan(Saving).Actions).Action);
    }

    [Fact]
    public void Nothing_moves_to_empty_hosts_that_cannot_be_switched_off()
    {
        var fleet = new SmallFleet().Host("h-1").StaysOn().Host("h-2").StaysOn().Host("h-3").StaysOn()
            .Machine("a", "h-1").Machine("b", "h-2");

        Assert.Empty(fleet.Plan(Saving).Actions);
        Assert.NotEmpty(
            new SmallFleet().Host("h-1").Host("h-2").Host("h-3").Machine("a", "h-1").Machine("b", "h-2").Plan(Saving).Actions);
    }

    [Fact]
    public void What_nobody_can_foresee_in_an_hour_takes_no_room_on_a_host_now_and_keeps_another_on_for_it()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Host("h-3")
            .Machine("a", "h-1", 4_000).Machine("b", "h-2", 4_000)
            .Forecast("a", 4_000, 4_000, 4_000, 4_100, 4_100, 8_000).Forecast("b", 4_000, 4_000, 4_000, 4_100, 4_100, 8_000);

        var plan = fleet.Plan(Saving);

        Assert.Single(plan.Actions, action => action.Action is PowerOffHost);
        Assert.Empty(SmallFleet.After(fleet.Fleet, plan).Hosts.Where(host => host.State == HostState.On).Skip(2));
    }

    [Theory]
    [InlineData(9_000, 0)]
    [InlineData(3_000, 1)]
    public void A_host_stays_on_for_the_load_that_is_forecast_to_come_within_the_horizon(float later, int switchedOff)
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 3_000).Machine("b", "h-1", 1_000)
            .Forecast("a", 3_000, 3_000, later, 3_000, 3_000, later);

        var plan = fleet.Plan(Saving);

        Assert.Equal(switchedOff, plan.Actions.Count(action => action.Action is PowerOffHost));
    }

    [Fact]
    public void No_host_is_switched_off_within_the_rest_after_one_was_woken_and_the_reason_says_how_long()
    {
        var small = new SmallFleet().Host("h-1").Host("h-2").Host("h-3").Machine("a", "h-1").Machine("b", "h-2");
        var woken = new PastSwitch(new("h-3"), IsOn: true, SmallFleet.Now.AddMinutes(-20));

        var resting = Scheduler.Plan(small.Fleet with { RecentSwitches = [woken] }, small.Outlook, Saving);
        var rested = Scheduler.Plan(
            small.Fleet with { RecentSwitches = [woken with { At = SmallFleet.Now.AddMinutes(-60) }] }, small.Outlook, Saving);

        Assert.Empty(resting.Actions);
        Assert.Contains(
            "Host 'h-3' was switched on 20 minutes ago because it was needed; none is switched off for another 40.",
            string.Join(" ", resting.Refusals.Select(refusal => refusal.Reason)), StringComparison.Ordinal);
        Assert.Contains(rested.Actions, action => action.Action is PowerOffHost);
    }

    [Fact]
    public void A_host_whose_next_start_costs_more_than_it_saves_within_the_horizon_stays_on()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1");

        Assert.Empty(fleet.Plan(Saving with { Horizon = TimeSpan.FromMinutes(5) }).Actions);
        var off = Assert.Single(fleet.Plan(Saving).Actions);
        Assert.Equal((100, 10), (off.BenefitWattHours, off.CostWattHours));
    }

    [Fact]
    public void Hosts_that_were_just_switched_off_are_woken_last()
    {
        var small = new SmallFleet().Host("h-1", mhz: 5_000).Host("h-2", state: HostState.Off).Host("h-3", state: HostState.Off)
            .Machine("a", "h-1", 3_000).Machine("b", "h-1", 3_000);
        var off = new PastSwitch(new("h-2"), IsOn: false, SmallFleet.Now.AddMinutes(-10));

        var plan = Scheduler.Plan(small.Fleet with { RecentSwitches = [off] }, small.Outlook, Careful);

        Assert.Equal(new PowerOnHost(new("h-3")), Assert.Single(plan.Actions).Action);
    }

    [Fact]
    public void Many_moves_that_gain_next_to_nothing_are_not_made()
    {
        // The second host draws a little less: packing there saves some 2 Wh an hour for ten moves.
        var fleet = new SmallFleet().Host("h-1").StaysOn().Host("h-2").StaysOn().Machine("x", "h-2", 100);
        for (int i = 0; i < 10; i++)
        {
            fleet.Machine($"vm-{i}", "h-1", 100, gib: 1);
        }

        var snapshot = fleet.Fleet;
        var cheaper = snapshot with
        {
            Hosts = [snapshot.Hosts[0], snapshot.Hosts[1] with { Power = new PowerCurve([100, 180]) }],
        };

        Assert.Empty(Scheduler.Plan(cheaper, fleet.Outlook, Saving with { MigrationWattHoursPerGib = 0.18 }).Actions);
        Assert.NotEmpty(Scheduler.Plan(cheaper, fleet.Outlook, Saving with { MigrationWattHoursPerGib = 0.05 }).Actions);
    }

    [Fact]
    public void As_many_hosts_are_woken_as_the_load_without_a_place_needs()
    {
        var fleet = new SmallFleet().Host("h-1", maintenance: true, mhz: 20_000).Host("h-2", mhz: 100);
        for (int i = 0; i < 4; i++)
        {
            fleet.Machine($"vm-{i}", "h-1", 4_000).Host($"off-{i}", state: HostState.Off);
        }

        Assert.Equal(2, fleet.Plan(Careful).Actions.Count(action => action.Action is PowerOnHost));
    }

    [Fact]
    public void The_reactive_rule_sees_only_what_is_there()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 3_000, upper: 9_000)
            .Machine("b", "h-1", 3_000, upper: 9_000);

        Assert.Empty(fleet.Plan(Careful with { Strategy = PlacementStrategy.Threshold }).Actions);
        Assert.Empty(fleet.Plan(Careful with { Strategy = PlacementStrategy.None }).Actions);
    }

    [Fact]
    public void The_reactive_rule_keeps_to_the_bound_that_the_policy_names()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 4_000).Machine("b", "h-1", 3_000);
        var reactive = Careful with { Strategy = PlacementStrategy.Threshold };

        Assert.Empty(fleet.Plan(reactive with { RelieveAboveRatio = 0.8 }).Actions);
        Assert.Equal("relieve", Assert.Single(fleet.Plan(reactive with { RelieveAboveRatio = 0.6 }).Actions).Rules[0]);
    }

    [Fact]
    public void A_quiet_host_is_emptied_and_switched_off_after_everything_has_left_it()
    {
        var plan = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 500).Machine("b", "h-2", 3_000).Plan(Saving);

        Assert.Equal(2, plan.Actions.Length);
        var move = Assert.IsType<Migration>(plan.Actions[0].Action);
        Assert.Equal(new PowerOffHost(move.From), plan.Actions[1].Action);
        Assert.Equal([plan.Actions[0].Id], plan.Actions[1].DependsOn);
        Assert.True(plan.Actions[0].BenefitWattHours > plan.Actions[0].CostWattHours);
    }

    [Fact]
    public void A_move_that_does_not_pay_back_is_not_made()
    {
        var plan = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 500, gib: 16).Machine("b", "h-2", 3_000, gib: 16)
            .Plan(Saving with { MigrationWattHoursPerGib = 50 });

        Assert.Empty(plan.Actions);
    }

    [Fact]
    public void The_spare_capacity_for_one_lost_rack_keeps_a_host_on()
    {
        var fleet = new SmallFleet().Host("h-1", rack: "r-1").Host("h-2", rack: "r-2").Machine("a", "h-1", 500)
            .Machine("b", "h-2", 3_000);

        Assert.Empty(fleet.Plan(Saving with { SpareFaultDomains = 1 }).Actions);
        Assert.NotEmpty(fleet.Plan(Saving).Actions);
    }

    [Fact]
    public void Replicas_stay_apart_while_a_host_is_evacuated()
    {
        var policy = Careful with
        {
            Rules = [new AffinityRule("replicas", AffinityKind.KeepApart, [new("a"), new("b")], [])],
        };
        var plan = new SmallFleet().Host("h-1", maintenance: true).Host("h-2").Host("h-3").Machine("a", "h-1")
            .Machine("b", "h-2", 4_000).Plan(policy);

        Assert.Equal(new Migration(new("a"), new("h-1"), new("h-3")), Assert.Single(plan.Actions).Action);
    }

    [Fact]
    public void A_broken_rule_is_repaired_by_one_move()
    {
        var policy = Careful with
        {
            Rules = [new AffinityRule("licence", AffinityKind.OnlyOn, [new("a")], [new("h-2")])],
        };
        var plan = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1").Plan(policy);

        Assert.Equal(new Migration(new("a"), new("h-1"), new("h-2")), Assert.Single(plan.Actions).Action);
    }

    [Fact]
    public void Replicas_that_share_a_host_are_parted_by_one_move()
    {
        var policy = Careful with
        {
            Rules = [new AffinityRule("replicas", AffinityKind.KeepApart, [new("a"), new("b")], [])],
        };
        var plan = new SmallFleet().Host("h-1").Host("h-2").Host("h-3").Machine("a", "h-1").Machine("b", "h-1").Plan(policy);

        Assert.Equal("repair", Assert.Single(plan.Actions).Rules[0]);
    }

    [Fact]
    public void Machines_that_belong_together_are_joined_by_one_move_and_nothing_is_left_to_complain_about()
    {
        var policy = Careful with
        {
            Rules = [new AffinityRule("pair", AffinityKind.KeepTogether, [new("a"), new("b")], [])],
        };
        var plan = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1").Machine("b", "h-2").Plan(policy);

        Assert.Equal(new Migration(new("a"), new("h-1"), new("h-2")), Assert.Single(plan.Actions).Action);
        Assert.Empty(plan.Refusals);
    }

    // The start may come first, and the move may fail: until it has succeeded, its machine is on the host it is to
    // leave.
    [Fact]
    public void A_lost_machine_is_not_restarted_beside_one_that_it_belongs_to_while_that_is_still_on_its_way()
    {
        var policy = Careful with
        {
            Rules = [new AffinityRule("pair", AffinityKind.KeepTogether, [new("a"), new("lost")], [])],
        };
        var fleet = new SmallFleet().Host("h-1", maintenance: true).Host("h-2").Host("h-3", state: HostState.Failed)
            .Machine("a", "h-1").Machine("lost", "h-3", state: PowerState.Failed);

        var first = fleet.Plan(policy);
        var second = Scheduler.Plan(SmallFleet.After(fleet.Fleet, first), fleet.Outlook, policy);

        Assert.Equal(new Migration(new("a"), new("h-1"), new("h-2")), Assert.Single(first.Actions).Action);
        Assert.Contains(first.Refusals, refusal => refusal.Entity.Value == "lost" && refusal.Rule == "S1");
        Assert.Contains(second.Actions, action => action.Action == new PowerOnVirtualMachine(new("lost"), new("h-2")));
    }

    [Fact]
    public void A_host_is_woken_when_load_has_nowhere_to_go()
    {
        var plan = new SmallFleet().Host("h-1").Host("h-2", state: HostState.Off).Machine("a", "h-1", 6_000)
            .Machine("b", "h-1", 6_000).Plan(Careful);

        Assert.Equal(new PowerOnHost(new("h-2")), Assert.Single(plan.Actions).Action);
    }

    [Fact]
    public void Load_is_levelled_when_the_spread_is_worth_it()
    {
        var policy = Careful with { Balance = true, BalanceTolerance = 0.2 };
        var spread = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 3_000).Machine("b", "h-1", 3_000);
        var level = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 3_000).Machine("b", "h-2", 3_000);

        Assert.Equal("balance", Assert.Single(spread.Plan(policy).Actions).Rules[0]);
        Assert.Empty(level.Plan(policy).Actions);
    }

    [Fact]
    public void A_host_without_cores_and_an_empty_fleet_do_no_harm()
    {
        Assert.Empty(new SmallFleet().Plan(Saving).Actions);
        Assert.Empty(new SmallFleet().Host("h-1", mhz: 0, cores: 0).Machine("a", "h-1").Plan(Saving).Actions);
    }
}
