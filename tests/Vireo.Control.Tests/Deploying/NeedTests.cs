using Vireo.Fleet;
using Vireo.Scheduling;

namespace Vireo.Control.Tests;

/// <summary>What history shows to be needed again, by the whole loop: the clock begins on a Monday at
/// midnight.</summary>
public sealed class NeedTests
{
    private static readonly VmTemplate Small = new(new("small"), 1, "", 1, new MemoryBytes(1L << 30));
    private static readonly VmGroupId Web = new("web");

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

    [Fact]
    public void A_group_that_grew_on_four_Mondays_is_expected_to_grow_on_the_fifth_as_the_journal_says()
    {
        using var world = GroupWorld();

        // Since then all is known.
        Done(world, Monday(5).AddHours(9), "restart", new PowerOnVirtualMachine(Fleets.MachineId(1), Fleets.HostId(2)));
        for (int week = 1; week <= 4; week++)
        {
            for (int replica = 1; replica <= 2; replica++)
            {
                var name = new VirtualMachineId($"web-r{week}-{replica}");
                Done(
                    world, Monday(week).AddHours(8).AddMinutes(replica - 1), "scale",
                    new CreateVirtualMachine(name, Small.Id, Fleets.HostId(1)) { Group = Web });
                Done(
                    world, Monday(week).AddHours(18).AddMinutes(replica), "scale",
                    new DeleteVirtualMachine(name) { Group = Web });
            }
        }

        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        var need = Assert.Single(world.Loop.State.Fleet.RecurringNeeds);
        Assert.Equal((NeedKind.Growth, "web-monday-0800", 3, 4, 4), (need.Kind, need.Id, need.Count, need.Seen, need.Of));
        Assert.Contains("Group 'web' grew to 3 or more on 4 of 4 Mondays", need.Reason);
    }

    [Fact]
    public void A_group_whose_replicas_were_restarted_three_times_in_a_month_has_one_that_stands_by()
    {
        using var world = GroupWorld();
        foreach (int day in new[] { 20, 12, 3 })
        {
            Done(world, Monday(0).AddDays(-day), "restart", new PowerOnVirtualMachine(Fleets.MachineId(1), Fleets.HostId(2)));
        }

        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        var need = Assert.Single(world.Loop.State.Fleet.RecurringNeeds);
        Assert.Equal((NeedKind.Standby, "standby-web", 1, 3), (need.Kind, need.Id, need.Count, need.Seen));
    }

    private static LoopWorld GroupWorld()
    {
        var world = new LoopWorld
        {
            Policy = new Policy
            {
                Templates = [Small],
                Groups = [new VmGroup { Id = Web, Template = Small.Id, Maximum = 8, Rules = [new TargetTracking(1, 0.1)] }],
            },
        };
        world.Hypervisor.With(Fleets.Machine(1, 1) with { Group = Web });

        return world;
    }

    private static void Done(LoopWorld world, DateTimeOffset at, string rule, FleetAction action) => world.State.Journal.Add(
        Fleets.Cluster,
        new JournalEntry(
            1, 0, new PlannedAction(new($"past-{at.Ticks}"), action, [], [rule], "", "", 0, 0), Fleets.Provider, "", at)
        {
            Phase = JournalPhase.Succeeded,
            StartedAt = at,
            EndedAt = at.AddMinutes(1),
        });

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
