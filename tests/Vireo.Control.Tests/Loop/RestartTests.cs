using Vireo.Fleet;

namespace Vireo.Control.Tests.Loop;

public sealed class RestartTests
{
    [Fact]
    public void A_moved_machine_rests_also_across_a_restart()
    {
        using var world = new LoopWorld();
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntilEnded("plan1-0");
        world.Stop();
        world.Time.Pass(TimeSpan.FromMinutes(20));

        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        Assert.Equal(Fleets.MachineId(1), Assert.Single(world.Seen[^1].RecentMoves).VirtualMachine);
        world.Time.Pass(TimeSpan.FromHours(1));
        Assert.Empty(world.Seen[^1].RecentMoves);
    }

    [Fact]
    public void What_was_started_within_the_hour_is_known_to_the_decision_also_across_a_restart()
    {
        using var world = new LoopWorld();
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntilEnded("plan1-0");
        world.Stop();

        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        Assert.Equal(1, world.Seen[^1].ActionsInLastHour);
        world.Time.Pass(TimeSpan.FromHours(2));
        Assert.Equal(0, world.Seen[^1].ActionsInLastHour);
    }

    [Fact]
    public void How_long_a_move_took_is_known_to_decisions_also_across_a_restart()
    {
        using var world = new LoopWorld();
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntilEnded("plan1-0");
        world.RunUntil(state => state.Cycle >= 2);
        var before = Assert.Single(world.Seen[^1].MeasuredMoves);
        world.Stop();

        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        Assert.Equal((Fleets.MachineId(1), 1), (before.VirtualMachine, before.Count));
        Assert.True(before.Takes > TimeSpan.Zero);
        Assert.Equal(before, Assert.Single(world.Seen[^1].MeasuredMoves));
    }

    [Fact]
    public void Files_that_moved_say_nothing_of_how_long_the_machine_takes()
    {
        using var world = new LoopWorld();
        world.Hypervisor.Datastores.Add(new Datastore(
            new("fast"), Fleets.Provider, Fleets.Cluster, CapacityBytes: 0, FreeBytes: 0, [Fleets.HostId(1)]));
        world.Next([Fleets.Move(1, from: 1, to: 1) with { Storage = new DatastoreId("fast") }]);
        world.Start();
        world.RunUntilEnded("plan1-0");
        world.RunUntil(state => state.Cycle >= 2);

        Assert.True(world.Outcome("plan1-0") is { Status: OutcomeStatus.Succeeded }, world.Outcome("plan1-0").Detail);
        Assert.True(world.Seen[^1].MeasuredMoves.IsDefault);
    }

    [Fact]
    public void A_move_that_failed_is_remembered_for_two_hours_also_across_a_restart()
    {
        using var world = new LoopWorld();
        world.Hypervisor.Failure = _ => "no room";
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntilEnded("plan1-0");
        world.Stop();

        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        Assert.Empty(world.Seen[^1].RecentMoves);
        Assert.Equal(Fleets.MachineId(1), Assert.Single(world.Seen[^1].FailedMoves).VirtualMachine);
        world.Time.Pass(TimeSpan.FromHours(3));
        Assert.Empty(world.Seen[^1].FailedMoves);
    }

    [Fact]
    public void Pause_and_policy_survive_a_restart_until_the_configuration_is_edited()
    {
        using var world = new LoopWorld();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Time.Run(() => world.Loop.SetPolicyAsync(world.Policy with { Name = "calm" }, "ada", CancellationToken.None));
        world.Time.Run(() => world.Loop.PauseAsync("ada", CancellationToken.None));
        world.Stop();

        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        Assert.Equal((true, "calm"), (world.Loop.State.IsPaused, world.Loop.State.Policy.Name));
        world.Stop();
        world.Policy = world.Policy with { Name = "edited" };

        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        Assert.Equal("edited", world.Loop.State.Policy.Name);
    }

    [Fact]
    public void What_was_applied_is_remembered_and_what_is_taken_back_is_audited_with_the_change()
    {
        using var world = new LoopWorld();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        var pool = new ResourcePool { Id = new("web") };
        DocumentName web = new("ResourcePool", "web"), shop = new("VmGroup", "shop");
        world.Time.Run(() => world.Loop.ApplyAsync(
            world.Policy with { Pools = [pool] }, [], new DocumentChanges([web, shop], []), "ada", CancellationToken.None));
        world.Stop();

        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        Assert.Equal([web, shop], world.Loop.State.Applied);
        world.Time.Run(() => world.Loop.ApplyAsync(
            world.Policy with { Pools = [] }, [], new DocumentChanges([], [web]), "grace", CancellationToken.None));

        Assert.Equal([shop], world.Loop.State.Applied);
        Assert.Equal(
            [("document.delete", "grace"), ("policy.set", "grace")],
            world.State.Audit.Newest(2).Select(entry => (entry.Action, entry.User)));
        world.Stop();
        world.Policy = world.Policy with { Name = "edited" };

        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        Assert.Empty(world.Loop.State.Applied);
    }

    [Fact]
    public void A_stale_token_is_refused_by_the_provider()
    {
        using var world = new LoopWorld();
        world.Hypervisor.HighestFence = 2;
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        var outcome = world.Outcome("plan1-0");
        Assert.Equal((OutcomeStatus.Failed, "Token 1 is stale."), (outcome.Status, outcome.Detail));
    }

    [Fact]
    public void A_leader_that_was_deposed_starts_nothing_more()
    {
        using var world = new LoopWorld();
        var deposed = world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        world.Next([Fleets.Move(2, from: 1, to: 3)]);
        world.Time.Run(() => deposed.RunCycleAsync(CancellationToken.None));
        world.Time.RunUntil(() => deposed.State.Plans is [{ Outcomes: [{ EndedAt: not null }] }, ..], TimeSpan.FromMinutes(10));

        Assert.Contains("taken over", deposed.State.Plans[0].Outcomes[0].Detail);
        Assert.Equal(0, world.Hypervisor.Sends);
    }

    [Fact]
    public void Plans_are_still_shown_after_a_restart_with_what_became_of_them()
    {
        using var world = new LoopWorld();
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntilEnded("plan1-0");
        world.Stop();

        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        var plan = world.Loop.State.Plans.Single(plan => plan.Receipt.Id == 1);
        Assert.Equal((PlanStatus.Done, OutcomeStatus.Succeeded), (plan.Status, plan.Outcomes[0].Status));
        Assert.Equal((1, 0), (plan.Effect!.Succeeded, plan.Effect.Failed));
    }

    [Fact]
    public void An_action_that_runs_when_vireo_is_stopped_is_taken_up_again()
    {
        using var world = new LoopWorld();
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntil(state => state.Plans is [{ Outcomes: [{ Status: OutcomeStatus.Running }] }]);
        world.Stop();
        world.Time.Pass(TimeSpan.FromMinutes(10));

        world.Start();
        world.RunUntilEnded("plan1-0");

        Assert.True(world.Outcome("plan1-0") is { Status: OutcomeStatus.Succeeded }, world.Outcome("plan1-0").Detail);
        Assert.Equal(1, world.Hypervisor.Sends);
    }

    [Fact]
    public void The_time_line_and_incidents_survive_a_restart_and_no_incident_opens_twice()
    {
        using var world = new LoopWorld();
        world.Options = world.Options with { CycleInterval = TimeSpan.FromMinutes(5) };
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntilEnded("plan1-0");
        world.Hypervisor.With(Fleets.Host(3) with { State = HostState.Failed });
        world.RunUntil(state => state.Incidents is [{ ResolvedAt: null }, ..]);
        var incident = world.Loop.State.Incidents[0];
        world.Stop();
        var before = world.Loop.State.Timeline;

        world.Start();
        world.RunUntil(state => !state.Timeline.IsEmpty);

        Assert.Contains(world.Loop.State.Incidents, known => known.Id == incident.Id && known.ResolvedAt is null);
        Assert.Contains(before, happened => happened.Kind == FleetEventKind.Action);
        Assert.All(before, happened => Assert.Contains(happened, world.Loop.State.Timeline));
        world.RunUntil(state => state.Cycle == 2);
        Assert.Single(world.Loop.State.Incidents, known => known.Rule == incident.Rule && known.Entity == incident.Entity);
    }
}
