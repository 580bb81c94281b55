using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>A host that people work on is emptied and then closed by its hypervisor, and opened when they are
/// done.</summary>
public sealed class MaintenanceTests
{
    private static readonly Policy Careful = new() { SpareFaultDomains = 0, MinimumHostsOn = 1, Consolidate = false };
    private static readonly Policy Working = Careful with { Maintenance = [new("h-1")] };

    [Fact]
    public void It_is_closed_after_everything_has_left_it()
    {
        var plan = new SmallFleet().Host("h-1", maintenance: true).Mode(MaintenanceMode.Left).Host("h-2")
            .Machine("a", "h-1").Machine("b", "h-1").Plan(Working);

        var closed = plan.Actions[^1];
        Assert.Equal(new EnterMaintenance(new("h-1")), closed.Action);
        Assert.Equal(plan.Actions[..^1].Select(action => action.Id), closed.DependsOn);
        Assert.Equal(2, closed.DependsOn.Length);
        Assert.Equal("People work on host 'h-1', and nothing runs there any more.", closed.Reason);
    }

    [Fact]
    public void It_is_not_closed_while_something_cannot_leave_it()
    {
        var plan = new SmallFleet().Host("h-1", maintenance: true).Mode(MaintenanceMode.Left).Host("h-2")
            .Machine("a", "h-1").Machine("b", "h-1", mobility: Mobility.Fixed("a local disk")).Plan(Working);

        Assert.DoesNotContain(plan.Actions, action => action.Action is EnterMaintenance);
    }

    [Theory]
    [InlineData(MaintenanceMode.None)]
    [InlineData(MaintenanceMode.Entered)]
    [InlineData(MaintenanceMode.EnteredByOthers)]
    public void A_hypervisor_that_knows_no_such_mode_or_is_in_it_is_asked_for_nothing(MaintenanceMode mode) => Assert.Empty(
        new SmallFleet().Host("h-1", maintenance: true).Mode(mode).Host("h-2").Machine("a", "h-2").Plan(Working).Actions);

    [Fact]
    public void When_the_work_is_done_Vireo_opens_what_it_closed() => Assert.Equal(
        new ExitMaintenance(new("h-1")),
        Assert.Single(new SmallFleet().Host("h-1", maintenance: true).Mode(MaintenanceMode.Entered).Host("h-2")
            .Machine("a", "h-2").Plan(Careful).Actions).Action);

    [Theory]
    [InlineData(MaintenanceMode.Left, false)]
    [InlineData(MaintenanceMode.EnteredByOthers, true)]
    public void What_others_closed_is_theirs_to_open(MaintenanceMode mode, bool isIn) => Assert.Empty(
        new SmallFleet().Host("h-1", maintenance: isIn).Mode(mode).Host("h-2").Machine("a", "h-2").Plan(Careful).Actions);

    [Fact]
    public void A_host_that_is_being_closed_or_opened_is_not_asked_again()
    {
        var closing = new SmallFleet().Host("h-1", maintenance: true).Mode(MaintenanceMode.Left).Host("h-2")
            .Machine("a", "h-2").UnderWay(new EnterMaintenance(new("h-1")));
        var opening = new SmallFleet().Host("h-1", maintenance: true).Mode(MaintenanceMode.Entered).Host("h-2")
            .Machine("a", "h-2").UnderWay(new ExitMaintenance(new("h-1")));

        Assert.Empty(closing.Plan(Working).Actions);
        Assert.Empty(opening.Plan(Careful).Actions);
    }
}
