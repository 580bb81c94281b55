using Vireo.Fleet;

namespace Vireo.Control.Tests.Execution;

public sealed class ExecutionTests
{
    [Fact]
    public void A_migration_is_carried_out_read_back_and_remembered_as_a_move()
    {
        using var world = new LoopWorld();
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan1-0").Status);
        Assert.Equal(Fleets.HostId(2), world.Hypervisor.Machine(1).Host);
        world.RunUntil(state => state.Cycle >= 2);
        var move = Assert.Single(world.Seen[^1].RecentMoves);
        Assert.Equal(Fleets.HostId(1), move.From);
    }

    [Fact]
    public void Limits_on_parallel_migrations_and_the_bandwidth_budget_hold_at_every_instant()
    {
        using var world = new LoopWorld { Policy = new Policy { MaxMigrationsPerSource = 2, MaxMigrationsPerTarget = 1, MaxMigrationsPerCluster = 2 } };
        for (int machine = 10; machine < 22; machine++)
        {
            world.Hypervisor.With(Fleets.Machine(machine, host: 1));
        }

        world.Policy = world.Policy with { DefaultMode = OperatingMode.Autopilot, PlanExpiry = TimeSpan.FromHours(2) };
        world.Options = world.Options with { CycleInterval = TimeSpan.FromHours(4) };
        world.Next([.. Enumerable.Range(10, 12).Select(machine => Fleets.Move(machine, from: 1, to: 2 + (machine % 2)))]);
        world.Start();

        world.RunUntil(state => state.Plans is [{ Status: PlanStatus.Done }], TimeSpan.FromHours(3));

        Assert.Equal(12, world.Hypervisor.Accepted.Count);
        foreach (var (at, _) in world.Hypervisor.Accepted)
        {
            var running = world.Hypervisor.Accepted
                .Where(start => start.At <= at && world.Hypervisor.Ended.Single(end => end.Request.Id == start.Request.Id).At > at)
                .Select(start => start.Request).ToList();
            Assert.True(running.Count <= 2, "At most two in the cluster.");
            Assert.True(running.GroupBy(request => ((Migration)request.Action).To).All(group => group.Count() <= 1), "At most one a target.");
            Assert.True(running.Sum(request => request.Bandwidth.Value) <= 0.5 * 1.25e9, "The source's budget.");
            Assert.All(running, request => Assert.True(request.Bandwidth.Value > 0));
        }
    }

    [Fact]
    public void An_action_waits_for_what_it_depends_on_and_is_skipped_when_that_fails()
    {
        using var world = new LoopWorld();
        world.Hypervisor.Failure = request => request.Id.Value == "plan1-0" ? "the link broke" : null;
        world.Next([Fleets.Move(1, from: 1, to: 2), Fleets.Move(2, from: 1, to: 3)], chained: true);
        world.Start();

        world.RunUntilEnded("plan1-1");

        Assert.Equal(OutcomeStatus.Failed, world.Outcome("plan1-0").Status);
        Assert.Equal("the link broke", world.Outcome("plan1-0").Detail);
        Assert.Equal(OutcomeStatus.Skipped, world.Outcome("plan1-1").Status);
        Assert.Single(world.Hypervisor.Accepted);
    }

    [Fact]
    public void An_action_that_takes_too_long_is_aborted_and_the_machine_stays_where_it_is()
    {
        using var world = new LoopWorld();
        world.Hypervisor.Duration = _ => null;
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        var outcome = world.Outcome("plan1-0");
        Assert.Equal(OutcomeStatus.TimedOut, outcome.Status);
        Assert.Single(world.Hypervisor.Aborted);
        Assert.Equal(Fleets.HostId(1), world.Hypervisor.Machine(1).Host);
        Assert.True(outcome.EndedAt - outcome.StartedAt < TimeSpan.FromMinutes(5), "4 GiB need no more patience.");
    }

    [Fact]
    public void An_abort_that_is_ignored_ends_in_a_look_at_the_true_state()
    {
        using var world = new LoopWorld();
        world.Hypervisor.Duration = _ => null;
        world.Hypervisor.IgnoresAborts = true;
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        Assert.Equal(OutcomeStatus.TimedOut, world.Outcome("plan1-0").Status);
        Assert.Contains("did not confirm", world.Outcome("plan1-0").Detail);
    }

    [Fact]
    public void A_lost_answer_is_asked_after_and_the_action_is_not_sent_twice()
    {
        using var world = new LoopWorld();
        world.Hypervisor.AfterAccept = (_, _) => throw new ProviderException("connection reset", isTransient: true);
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan1-0").Status);
        Assert.Equal(1, world.Hypervisor.Sends);
    }

    [Fact]
    public void A_lost_request_is_sent_again_under_the_same_identifier()
    {
        using var world = new LoopWorld();
        int failures = 2;
        world.Hypervisor.BeforeAccept = (_, _) => failures-- > 0
            ? throw new ProviderException("connection refused", isTransient: true)
            : Task.CompletedTask;
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan1-0").Status);
        Assert.Equal(3, world.Hypervisor.Sends);
        Assert.Equal("plan1-0", Assert.Single(world.Hypervisor.Accepted).Request.Id.Value);
    }

    [Fact]
    public void A_provider_that_never_accepts_is_given_up_after_three_tries()
    {
        using var world = new LoopWorld();
        world.Hypervisor.BeforeAccept = (_, _) => throw new ProviderException("connection refused", isTransient: true);
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        Assert.Equal(OutcomeStatus.Failed, world.Outcome("plan1-0").Status);
        Assert.Equal(3, world.Hypervisor.Sends);
    }

    [Fact]
    public void A_start_that_hangs_is_waited_for_no_longer_than_the_deadline()
    {
        using var world = new LoopWorld();
        world.Hypervisor.AfterAccept = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, world.Time, token);
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan1-0").Status);
        Assert.Equal(1, world.Hypervisor.Sends);
    }

    [Fact]
    public void A_refusal_is_recorded_in_the_providers_words()
    {
        using var world = new LoopWorld();
        world.Hypervisor.BeforeAccept = (_, _) => throw new ProviderException("not licensed", isTransient: false);
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        Assert.Equal(OutcomeStatus.Failed, world.Outcome("plan1-0").Status);
        Assert.Equal("not licensed", world.Outcome("plan1-0").Detail);
        Assert.Equal(1, world.Hypervisor.Sends);
    }

    [Fact]
    public void A_machine_that_vanishes_in_mid_migration_fails_its_action_and_nothing_else()
    {
        using var world = new LoopWorld();
        world.Next([Fleets.Move(1, from: 1, to: 2), Fleets.Move(3, from: 2, to: 3)]);
        world.Start();
        world.RunUntil(state => state.Plans is [{ Outcomes: [{ Status: OutcomeStatus.Running }, ..] }]);

        world.Hypervisor.Vanish(Fleets.MachineId(1));
        world.RunUntilEnded("plan1-0");
        world.RunUntilEnded("plan1-1");

        Assert.Equal(OutcomeStatus.Failed, world.Outcome("plan1-0").Status);
        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan1-1").Status);
        Assert.Contains(world.Loop.State.Timeline, happened => happened.Message == "Machine 'machine-1' is gone.");
    }

    [Fact]
    public void A_reported_success_that_the_inventory_does_not_show_is_a_failure()
    {
        using var world = new LoopWorld();
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Hypervisor.Lies = true;
        world.Start();

        world.RunUntilEnded("plan1-0");

        Assert.Equal(OutcomeStatus.Failed, world.Outcome("plan1-0").Status);
        Assert.StartsWith("The provider reported success, yet machine 'machine-1' is On on 'h-1'", world.Outcome("plan1-0").Detail);
    }

    [Fact]
    public void What_changed_between_plan_and_act_stops_the_action()
    {
        using var world = new LoopWorld { Policy = new Policy { DefaultMode = OperatingMode.Autopilot, MaxMigrationsPerCluster = 1 } };
        world.Next([Fleets.Move(1, from: 1, to: 2), Fleets.Move(3, from: 2, to: 3)]);
        world.Start();
        world.RunUntil(state => state.Plans is [{ Outcomes: [{ Status: OutcomeStatus.Running }, ..] }]);

        world.Hypervisor.With(Fleets.Host(3) with { IsInMaintenance = true });
        world.RunUntilEnded("plan1-1");

        Assert.Equal(OutcomeStatus.Skipped, world.Outcome("plan1-1").Status);
        Assert.Contains("h-3", world.Outcome("plan1-1").Detail);
        Assert.Single(world.Hypervisor.Accepted);
    }

    [Fact]
    public void A_move_by_somebody_else_is_noticed_told_and_yielded_to()
    {
        using var world = new LoopWorld { Policy = new Policy { DefaultMode = OperatingMode.Autopilot, MaxMigrationsPerCluster = 1 } };
        world.Next([Fleets.Move(1, from: 1, to: 2), Fleets.Move(3, from: 2, to: 3)]);
        world.Start();
        world.RunUntil(state => state.Plans is [{ Outcomes: [{ Status: OutcomeStatus.Running }, ..] }]);

        world.Hypervisor.MoveByHand(machine: 3, to: 1);
        world.RunUntilEnded("plan1-1");
        world.RunUntil(state => state.Cycle >= 2);

        Assert.Contains("Vireo yields", world.Outcome("plan1-1").Detail);
        var told = Assert.Single(world.Loop.State.Timeline, happened => happened is { Kind: FleetEventKind.Moved, Source: "p1" });
        Assert.Equal("'machine-3' was moved from 'h-2' to 'h-1' by somebody else; Vireo yields.", told.Message);
        Assert.Contains(world.Seen[^1].RecentMoves, move => move.VirtualMachine == Fleets.MachineId(3));
    }

    [Fact]
    public void A_request_explains_one_move_and_the_same_move_again_is_somebody_elses()
    {
        using var world = new LoopWorld();
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntilEnded("plan1-0");

        world.Hypervisor.MoveByHand(machine: 1, to: 1);
        world.RunUntil(state => state.Cycle == 2);
        world.Hypervisor.MoveByHand(machine: 1, to: 2);
        world.RunUntil(state => state.Cycle == 3);

        var sources = world.Loop.State.Timeline.Where(happened => happened.Kind == FleetEventKind.Moved).Select(happened => happened.Source);
        Assert.Equal(["p1", "p1", "vireo"], sources);
        Assert.Equal(3, world.Seen[^1].RecentMoves.Length);
    }

    [Fact]
    public void A_migration_that_comes_true_after_it_was_given_up_is_still_remembered_as_a_move_of_ours()
    {
        using var world = new LoopWorld();
        world.Hypervisor.Duration = _ => TimeSpan.FromMinutes(9);
        world.Hypervisor.IgnoresAborts = true;
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-0");
        world.RunUntil(state => state.Cycle == 4);

        Assert.Equal(OutcomeStatus.TimedOut, world.Outcome("plan1-0").Status);
        Assert.Equal("vireo", world.Loop.State.Timeline.Single(happened => happened.Kind == FleetEventKind.Moved).Source);
        Assert.Single(world.Seen[^1].RecentMoves);
    }

    [Fact]
    public void While_nothing_can_be_journalled_nothing_is_sent_and_afterwards_it_goes_on()
    {
        using var world = new LoopWorld();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.State.BeforeWrite = () => throw new StateUnavailableException("disk full", new IOException());
        world.Next([Fleets.Move(1, from: 1, to: 2)]);

        world.Time.Pass(TimeSpan.FromMinutes(6));
        Assert.Equal(0, world.Hypervisor.Sends);
        Assert.Contains(world.Loop.State.Timeline, happened => happened.Message.EndsWith("nothing was started: disk full"));
        Assert.Throws<StateUnavailableException>(() => world.Time.Run(() => world.Loop.PauseAsync("ada", CancellationToken.None)));

        world.State.BeforeWrite = () => { };
        world.Time.Run(() => world.Loop.ResumeAsync("ada", CancellationToken.None));
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.RunUntilEnded("plan2-0");
        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan2-0").Status);
    }

    [Fact]
    public void A_disk_that_fills_while_an_action_runs_loses_nothing()
    {
        using var world = new LoopWorld();
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntil(state => state.Plans is [{ Outcomes: [{ Status: OutcomeStatus.Running }] }]);

        world.State.BeforeWrite = () => throw new StateUnavailableException("disk full", new IOException());
        world.Time.Pass(TimeSpan.FromMinutes(3));
        world.State.BeforeWrite = () => { };
        world.RunUntilEnded("plan1-0");

        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan1-0").Status);
        Assert.Single(world.State.Moves.Since(Fleets.Cluster, DateTimeOffset.MinValue));
    }

    [Fact]
    public void Hosts_that_go_down_together_never_undercut_the_minimum()
    {
        using var world = new LoopWorld();
        world.Hypervisor.With(Fleets.Host(4), Fleets.Host(5));
        world.Policy = world.Policy with { MinimumHostsOn = 4 };
        world.Next([new PowerOffHost(Fleets.HostId(4)), new PowerOffHost(Fleets.HostId(5))]);
        world.Start();

        world.RunUntilEnded("plan1-1");

        Assert.Equal(OutcomeStatus.Skipped, world.Outcome("plan1-1").Status);
        Assert.Equal("h-4", Assert.IsType<PowerOffHost>(Assert.Single(world.Hypervisor.Accepted).Request.Action).Host.Value);
    }

    [Fact]
    public void Two_actions_on_one_machine_run_one_after_the_other()
    {
        using var world = new LoopWorld();
        world.Next([new ResizeVirtualMachine(Fleets.MachineId(1), 4, new MemoryBytes(4L << 30)), Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-1");

        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan1-1").Status);
        Assert.True(world.Outcome("plan1-1").StartedAt >= world.Outcome("plan1-0").EndedAt);
    }

    [Fact]
    public void A_plan_that_waited_too_long_is_not_started_any_more()
    {
        using var world = new LoopWorld
        {
            Policy = new Policy { DefaultMode = OperatingMode.Autopilot, MaxMigrationsPerCluster = 1, PlanExpiry = TimeSpan.FromMinutes(2) },
        };
        world.Hypervisor.Duration = _ => TimeSpan.FromMinutes(2.2);
        world.Next([Fleets.Move(1, from: 1, to: 2), Fleets.Move(3, from: 2, to: 3)]);
        world.Start();

        world.RunUntilEnded("plan1-1");

        Assert.Equal(OutcomeStatus.Skipped, world.Outcome("plan1-1").Status);
        Assert.Contains("expired", world.Outcome("plan1-1").Detail);
    }

    [Fact]
    public void A_new_decision_takes_back_what_waits_and_lets_go_on_what_runs()
    {
        using var world = new LoopWorld { Policy = new Policy { DefaultMode = OperatingMode.Autopilot, MaxMigrationsPerCluster = 1 } };
        world.Hypervisor.Duration = _ => TimeSpan.FromMinutes(7);
        world.Options = world.Options with { Timeouts = new ActionTimeouts { MigrationBase = TimeSpan.FromMinutes(10) } };
        world.Next([Fleets.Move(1, from: 1, to: 2), Fleets.Move(3, from: 2, to: 3)]);
        world.Next([]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan1-0").Status);
        Assert.Equal("Superseded by plan 2.", world.Outcome("plan1-1").Detail);
        Assert.Equal(Fleets.MachineId(1), Assert.IsType<Migration>(Assert.Single(world.Seen[1].InFlight).Action).VirtualMachine);
    }

    [Fact]
    public void Two_decisions_that_are_word_for_word_the_same_are_two_actions()
    {
        using var world = new LoopWorld();
        world.Hypervisor.Failure = request => request.Id.Value == "same-0" ? "busy" : null;
        world.Next(_ => LoopWorld.PlanOf("same", [Fleets.Move(1, from: 1, to: 2)]));
        world.Next(_ => LoopWorld.PlanOf("same", [Fleets.Move(1, from: 1, to: 2)]));
        world.Start();

        world.RunUntilEnded("same-0~2");

        Assert.Equal(OutcomeStatus.Failed, world.Outcome("same-0").Status);
        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("same-0~2").Status);
    }

    [Fact]
    public void Without_credentials_for_acting_nothing_is_sent()
    {
        using var world = new LoopWorld();
        world.Providers = [new ConnectedProvider(world.Hypervisor, Actuator: null)];
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        Assert.Contains("only observed", world.Outcome("plan1-0").Detail);
        Assert.Equal(0, world.Hypervisor.Sends);
    }

    [Fact]
    public void Every_journal_row_says_why_by_which_rule_and_what_was_before_and_after()
    {
        using var world = new LoopWorld();
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        var row = Assert.Single(world.State.Journal.OfReceipt(1));
        Assert.Equal(("Because the test says so.", "test"), (row.Planned.Reason, row.Planned.Rules[0]));
        Assert.StartsWith("machine 'machine-1' is On on 'h-1'", row.Before);
        Assert.StartsWith("machine 'machine-1' is On on 'h-2'", row.After);
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Every_kind_of_action_is_carried_out_and_read_back(FleetAction action)
    {
        using var world = new LoopWorld();
        world.Hypervisor.With(
            Fleets.Machine(4, 2) with { State = PowerState.Off }, Fleets.Machine(5, 3) with { State = PowerState.Off });
        world.Hypervisor.With(Fleets.Host(4) with { State = HostState.Off }, Fleets.Host(5), Fleets.Host(6) with { IsInMaintenance = true });
        world.Next([action]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan1-0").Status);
    }

    public static TheoryData<FleetAction> EveryKind() =>
    [
        Fleets.Move(1, 1, 2),
        new PowerOnVirtualMachine(Fleets.MachineId(5), Fleets.HostId(3)),
        new PowerOffVirtualMachine(Fleets.MachineId(1)),
        new ResizeVirtualMachine(Fleets.MachineId(1), 4, new MemoryBytes(8L << 30)),
        new CreateVirtualMachine(Fleets.MachineId(9), new VmTemplateId("t"), Fleets.HostId(1)),
        new DeleteVirtualMachine(Fleets.MachineId(4)),
        new EnterMaintenance(Fleets.HostId(5)),
        new ExitMaintenance(Fleets.HostId(6)),
        new PowerOnHost(Fleets.HostId(4)),
        new PowerOffHost(Fleets.HostId(5)),
        new SetPoolTerms(new PoolSetting(
            new ResourcePoolId("gold"), Fleets.Machine(1, 1).Cluster, Fleets.Machine(1, 1).Provider, null,
            PoolTerms.Usual with { Cpu = new ResourceTerms(1_000, null, 1) }, [Fleets.MachineId(1)])),
    ];
}
