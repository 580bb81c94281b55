using Vireo.Fleet;
using Vireo.Scheduling;

namespace Vireo.Control.Tests;

/// <summary>What history shows to be needed again, by the whole loop: the clock begins on a Monday at midnight.</summary>
public sealed class NeedTests
{
    private static readonly VmTemplate Small = new(new("small"), 1, "", 1, new MemoryBytes(1L << 30));

    [Fact]
    public void What_was_asked_for_on_four_Mondays_is_there_on_the_fifth_before_anybody_asks()
    {
        using var world = World(OperatingMode.Autopilot);
        world.RunUntil(state => state.Deployments.Any(record => record.Deployment.Status == DeploymentStatus.Done && IsOwn(record)));

        var made = world.Loop.State.Deployments.First(IsOwn);
        Assert.True(world.Time.Now < Monday(0).AddHours(2), $"It was ready at {world.Time.Now:u}.");
        Assert.Equal("vireo", made.Deployment.RequestedBy);
        Assert.Contains("on 4 of 4 Mondays from 02:00 UTC", made.Deployment.Evidence);
        Assert.Contains(
            world.Loop.State.Plans.SelectMany(plan => plan.Plan.Actions), action => action.Reason.Contains("on 4 of 4 Mondays", StringComparison.Ordinal));
        Assert.Contains(
            world.State.Audit.Newest(50), entry => entry is { User: "vireo", Action: "deployment.request" });
    }

    [Fact]
    public void Under_approve_it_waits_for_a_person_and_is_undone_when_nobody_comes()
    {
        using var world = World(OperatingMode.Approve);
        world.RunUntil(state => state.Plans.Any(plan => plan.Plan.Actions.Any(action => action.Action is CreateVirtualMachine)));
        Assert.Contains(world.Loop.State.Plans, plan => plan.Status == PlanStatus.AwaitingApproval);

        world.RunUntil(state => state.Deployments.First(IsOwn).Deployment.HasEnded, TimeSpan.FromHours(6));

        Assert.Equal(DeploymentStatus.Undone, world.Loop.State.Deployments.First(IsOwn).Deployment.Status);
        Assert.True(world.Hypervisor.IsIdle);
    }

    [Fact]
    public void Where_nothing_may_be_made_it_is_only_shown()
    {
        using var world = World(OperatingMode.Recommend);
        world.RunUntil(state => state.At > Monday(0).AddHours(2.5), TimeSpan.FromHours(4));

        Assert.Equal("small-monday-0200", Assert.Single(world.Loop.State.Fleet.RecurringNeeds).Id);
        Assert.DoesNotContain(world.Loop.State.Deployments, IsOwn);
    }

    private static bool IsOwn(DeploymentRecord record) => record.Deployment.Evidence.Length > 0;

    private static LoopWorld World(OperatingMode mode)
    {
        var policy = new Policy
        {
            DefaultMode = mode,
            SpareFaultDomains = 0,
            Consolidate = false,
            ManageHostPower = false,
            Templates = [Small],
        };
        var world = new LoopWorld { Policy = policy };
        for (int week = 1; week <= 4; week++)
        {
            world.State.Deployments.Save(Fleets.Cluster, new DeploymentRecord(Asked(week), []));
        }

        for (int cycle = 0; cycle < 100; cycle++)
        {
            world.Next(fleet => Scheduler.Plan(fleet, new Outlook(fleet.TakenAt, TimeSpan.FromMinutes(5), 0, [0.5], [], []), policy));
        }

        world.Start();

        return world;
    }

    private static Deployment Asked(int weeksAgo) => new()
    {
        Id = new($"build-{weeksAgo}"),
        Machines = [new DeployedMachine(new($"build-{weeksAgo}"), Small.Id)],
        RequestedBy = "anna",
        RequestedAt = Monday(weeksAgo).AddHours(2),
        Deadline = Monday(weeksAgo).AddHours(3),
        Status = DeploymentStatus.Done,
        EndedAt = Monday(weeksAgo).AddHours(2.5),
    };

    private static DateTimeOffset Monday(int weeksAgo) => new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero).AddDays(-7 * weeksAgo);
}
