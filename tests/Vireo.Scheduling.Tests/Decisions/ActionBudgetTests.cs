using CsCheck;
using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>A plan promises no more than may be started within the hour, urgent things first (S35).</summary>
public class ActionBudgetTests
{
    private static readonly Policy Careful = new() { SpareFaultDomains = 0, Consolidate = false, ManageHostPower = false };

    [Fact]
    public void What_may_not_be_started_any_more_is_put_off_and_the_plan_says_so()
    {
        var fleet = Leaving(machines: 6).Fleet with { ActionsInLastHour = 197 };

        var plan = Scheduler.Plan(fleet, Leaving(machines: 6).Outlook, Careful);

        Assert.Equal(3, plan.Actions.Length);
        Assert.Equal(4, plan.Refusals.Count(refusal => refusal.Rule == "S35"));
        Assert.EndsWith(
            "3 of 6 actions are put off: maxActionsPerHour is 200 and 197 were started within the last hour.", plan.Summary,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_within_the_limit_is_left_as_it_is()
    {
        var leaving = Leaving(machines: 6);

        var plan = leaving.Plan(Careful with { MaxActionsPerHour = 6 });

        Assert.Equal(6, plan.Actions.Length);
        Assert.DoesNotContain(plan.Refusals, refusal => refusal.Rule == "S35");
    }

    [Fact]
    public void Machines_of_a_failing_host_come_before_a_hot_one()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Host("h-3", mhz: 40_000, gib: 256)
            .Machine("hot", "h-2", median: 3_900).Machine("hot-2", "h-2", median: 3_900).Machine("hot-3", "h-2", median: 3_900)
            .Machine("leaving", "h-1").Danger("h-1", HazardKind.HostFailing);

        var both = fleet.Plan(Careful);
        var one = fleet.Plan(Careful with { MaxActionsPerHour = 1 });

        Assert.Equal(["evacuate", "relieve"], both.Actions.Select(action => action.Rules[0]));
        Assert.Equal("evacuate", Assert.Single(one.Actions).Rules[0]);
    }

    [Fact]
    public void Without_anything_left_no_better_placement_is_looked_for_and_that_is_said()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1").Machine("b", "h-2");

        var plan = Scheduler.Plan(
            fleet.Fleet with { ActionsInLastHour = 250 }, fleet.Outlook, new Policy { SpareFaultDomains = 0, MinimumHostsOn = 1 });

        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Rule == "S35");
    }

    [Fact]
    public void No_plan_of_any_fleet_has_more_actions_than_are_left_nor_one_without_what_it_depends_on() =>
        Gen.Select(RandomFleets.All, Gen.Int[0, 6], Gen.Int[0, 3]).Sample((given, most, started) =>
        {
            var (fleet, policy) = given;
            var plan = Scheduler.Plan(
                fleet.Fleet with { ActionsInLastHour = started }, fleet.Outlook, policy with { MaxActionsPerHour = most });
            var ids = plan.Actions.Select(action => action.Id).ToHashSet();

            return plan.Actions.Length <= Math.Max(0, most - started) &&
                plan.Actions.All(action => action.DependsOn.All(ids.Contains));
        }, iter: 300);

    private static SmallFleet Leaving(int machines)
    {
        var fleet = new SmallFleet().Host("h-1", maintenance: true).Host("h-2");
        for (int i = 0; i < machines; i++)
        {
            fleet.Machine($"m-{i}", "h-1");
        }

        return fleet;
    }
}
