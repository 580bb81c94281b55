using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>What could not be moved rests, longer each time, before it is tried again.</summary>
public sealed class FailedMoveTests
{
    private static readonly Policy Careful = new() { SpareFaultDomains = 0, MinimumHostsOn = 1, Consolidate = false };

    [Theory]
    [InlineData(false, 299.0)]
    [InlineData(true, 301.0)]
    [InlineData(false, 900.0, 599.0)]
    [InlineData(true, 900.0, 601.0)]
    [InlineData(false, 7_000.0, 6_000.0, 5_000.0, 4_000.0, 3_599.0)]
    [InlineData(true, 7_000.0, 6_500.0, 6_000.0, 5_500.0, 3_601.0)]
    public void A_wish_waits_five_minutes_and_twice_as_long_after_each_failure(bool isTried, params double[] secondsAgo)
    {
        var plan = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 6_000).Failed("a", "h-1", "h-2", secondsAgo)
            .Machine("b", "h-1", 5_000, mobility: Mobility.Fixed("a device")).Plan(Careful);

        Assert.Equal(isTried, plan.Actions.Any());
    }

    [Theory]
    [InlineData(false, 59.0)]
    [InlineData(true, 61.0)]
    [InlineData(false, 200.0, 119.0)]
    [InlineData(true, 200.0, 121.0)]
    public void What_has_to_leave_is_tried_again_sooner_and_the_wait_is_told(bool isTried, params double[] secondsAgo)
    {
        var plan = new SmallFleet().Host("h-1", maintenance: true).Host("h-2").Machine("a", "h-1")
            .Failed("a", "h-1", "h-2", secondsAgo).Plan(Careful);

        Assert.Equal(isTried, plan.Actions.Any());
        Assert.Equal(isTried, !plan.Refusals.Any(refusal =>
            refusal.Rule == "rest" && refusal.Reason.StartsWith("Moving 'a' failed ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_move_that_succeeded_since_ends_it()
    {
        var plan = new SmallFleet().Host("h-1", maintenance: true).Host("h-2").Machine("a", "h-1")
            .Failed("a", "h-1", "h-2", 50).Moved("a", "h-2", "h-1", minutesAgo: 0.5).Plan(Careful);

        Assert.IsType<Migration>(Assert.Single(plan.Actions).Action);
    }
}
