using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>A silent host is fenced when it is taken for dead, and only then (S25, S26).</summary>
public sealed class FencingTests
{
    private static readonly Policy Careful = new() { SpareFaultDomains = 0, MinimumHostsOn = 1, Consolidate = false };

    [Fact]
    public void A_host_to_which_two_ways_were_silent_long_enough_is_fenced_before_anything_is_restarted()
    {
        var plan = new SmallFleet().SilentHost("h-1", canBeFenced: true, 70, 61).Host("h-2").Machine("a", "h-1").Plan(Careful);

        var action = Assert.Single(plan.Actions);
        Assert.Equal(new FenceHost(new("h-1")), action.Action);
        Assert.Equal(
            "Host 'h-1' is taken for dead: no answer from 'way 1' since 11:58:50 and 'way 2' since 11:58:59. Its machine can be " +
            "restarted elsewhere only once it is certain that it runs nothing.", action.Reason);
    }

    [Theory]
    [InlineData(true, 500.0)]
    [InlineData(true, 500.0, 59.0)]
    [InlineData(false, 500.0, 500.0)]
    public void One_way_or_a_short_silence_or_no_means_to_fence_is_no_reason(bool canBeFenced, params double[] seconds)
    {
        var plan = new SmallFleet().SilentHost("h-1", canBeFenced, seconds).Host("h-2").Machine("a", "h-1").Plan(Careful);

        Assert.Empty(plan.Actions);
    }

    [Fact]
    public void The_policy_says_how_long_is_long_enough()
    {
        var fleet = new SmallFleet().SilentHost("h-1", canBeFenced: true, 70, 61).Host("h-2").Machine("a", "h-1");

        Assert.Empty(fleet.Plan(Careful with { FenceAfter = TimeSpan.FromMinutes(5) }).Actions);
    }

    [Fact]
    public void A_host_that_ran_nothing_is_left_to_people() => Assert.Empty(
        new SmallFleet().SilentHost("h-1", canBeFenced: true, 70, 61).Host("h-2").Machine("a", "h-2").Plan(Careful).Actions);

    [Fact]
    public void Where_many_hosts_are_silent_it_may_be_vireo_that_is_cut_off()
    {
        var plan = new SmallFleet().SilentHost("h-1", canBeFenced: true, 70, 61).SilentHost("h-2", canBeFenced: true, 70, 61)
            .Host("h-3").Machine("a", "h-1").Machine("b", "h-2").Plan(Careful);

        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Rule == "S26" && refusal.Reason ==
            "2 of 3 hosts do not answer: it may be Vireo that is cut off, and none is fenced.");
    }

    [Fact]
    public void Hosts_are_fenced_one_after_the_other()
    {
        var fleet = new SmallFleet();
        for (int host = 0; host < 2; host++)
        {
            fleet.SilentHost($"dead-{host}", canBeFenced: true, 70, 61).Machine($"vm-{host}", $"dead-{host}");
        }

        for (int host = 0; host < 4; host++)
        {
            fleet.Host($"h-{host}");
        }

        Assert.Equal(new FenceHost(new("dead-0")), Assert.Single(fleet.Plan(Careful).Actions).Action);
        Assert.Empty(fleet.UnderWay(new FenceHost(new("dead-0"))).Plan(Careful).Actions);
    }
}
