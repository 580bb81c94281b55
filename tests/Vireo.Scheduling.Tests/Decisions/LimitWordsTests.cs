using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>What a plan says of what it leaves out, and of what it was handed in with.</summary>
public class LimitWordsTests
{
    private static readonly Policy Saving = new()
    {
        SpareFaultDomains = 0,
        MinimumHostsOn = 1,
        Consolidate = true,
        Horizon = TimeSpan.FromHours(4),
    };

    [Fact]
    public void A_plan_that_could_gain_more_with_more_moves_says_what_limits_it()
    {
        var fleet = new SmallFleet();
        for (int host = 0; host < 6; host++)
        {
            fleet.Host($"h-{host}").Machine($"a-{host}", $"h-{host}", 200).Machine($"b-{host}", $"h-{host}", 200);
        }

        var plan = fleet.Plan(Saving with { MaxMigrationsPerCluster = 2 });

        Assert.InRange(plan.Actions.Count(action => action.Action is Migration), 1, 4);
        Assert.Contains(plan.Refusals, refusal => refusal.Rule == "S13" &&
            refusal.Reason.Contains("twice maxMigrationsPerCluster (2)", StringComparison.Ordinal));
        Assert.DoesNotContain(fleet.Plan(Saving).Refusals, refusal => refusal.Rule == "S13");
    }

    [Fact]
    public void A_wish_for_a_host_that_is_not_there_is_named()
    {
        var wish = new PlacementWish(new AffinityRule("near", AffinityKind.OnlyOn, [new("a")], [new("h-x")]), 1);

        var plan = new SmallFleet().Host("h-1").Machine("a", "h-1").Plan(Saving with { Wishes = [wish] });

        Assert.Contains(plan.Refusals, refusal => refusal.Reason.StartsWith(
            "Wish 'near' names 'h-x', which the cluster does not have.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-2_000, false)]
    [InlineData(2_000, false)]
    [InlineData(-0.01, true)]
    public void Nothing_moves_on_an_outlook_of_another_time(double days, bool moves)
    {
        var small = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 6_000).Machine("b", "h-1", 5_000);
        var outlook = small.Outlook with { AsOf = SmallFleet.Now.AddDays(days) };

        var plan = Scheduler.Plan(small.Fleet, outlook, Saving with { Consolidate = false });

        Assert.Equal(moves, plan.Actions.Any(action => action.Action is Migration));
        Assert.Equal(!moves, plan.Refusals.Any(refusal => refusal.Rule == "S28" &&
            refusal.Reason.StartsWith("No machine is moved on forecasts of another time: outlook.asOf is ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_host_stays_on_for_the_devices_that_another_may_lose()
    {
        var gpu = DeviceCounts.Of("gpu", 1);
        var fleet = new SmallFleet().Host("h-1").Offers([], gpu).Host("h-2").Offers([], gpu).Host("h-3")
            .Machine("model", "h-1", 500).Uses([], gpu).Machine("a", "h-3", 500);

        var plan = fleet.Plan(Saving with { SpareFaultDomains = 1 });

        Assert.DoesNotContain(plan.Actions, action => action.Action is PowerOffHost { Host.Value: "h-2" });
        Assert.Contains(plan.Refusals, refusal =>
            refusal.Reason.Contains("If the host of 'model' were lost, no other would have 1 gpu free", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_devices_are_scarce_anyway_hosts_are_switched_off_as_ever()
    {
        var gpu = DeviceCounts.Of("gpu", 1);
        var fleet = new SmallFleet().Host("h-1").Offers([], gpu).Host("h-2").Host("h-3").Host("h-4")
            .Machine("model", "h-1", 500).Uses([], gpu).Machine("a", "h-3", 500);

        Assert.Contains(fleet.Plan(Saving with { SpareFaultDomains = 1 }).Actions, action => action.Action is PowerOffHost);
    }
}
