using Vireo.Fleet;

namespace Vireo.Control.Tests.Loop;

public sealed class CommandTests
{
    private static readonly Policy Approve = new() { DefaultMode = OperatingMode.Approve };
    private static readonly VmGroupId Web = new("web");

    private static CreateVirtualMachine Replica(string name) =>
        new(new VirtualMachineId(name), new VmTemplateId("small"), Fleets.HostId(1)) { Group = Web };

    [Fact]
    public void A_plan_that_waits_is_carried_out_when_a_person_approves_it_and_the_name_is_kept()
    {
        using var world = new LoopWorld { Policy = Approve };
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntil(state => state.Plans is [{ Status: PlanStatus.AwaitingApproval }]);
        Assert.Equal(0, world.Hypervisor.Sends);

        world.Time.Run(() => world.Loop.ApproveAsync(1, "ada", CancellationToken.None));
        world.RunUntil(state => state.Plans[^1].Status == PlanStatus.Done);

        var plan = world.Loop.State.Plans[^1];
        Assert.Equal(("ada", OutcomeStatus.Succeeded), (plan.DecidedBy, plan.Outcomes[0].Status));
        Assert.Equal("ada", world.State.Journal.OfReceipt(1)[0].ApprovedBy);
        Assert.Equal("plan.approve", world.State.Audit.Newest(1)[0].Action);
        Assert.True(world.State.VerifyAudit().IsIntact);
    }

    [Fact]
    public void A_host_that_people_work_on_receives_nothing_whatever_its_hypervisor_says()
    {
        var move = Fleets.Move(1, from: 1, to: 2);
        var target = move.To;
        using var world = new LoopWorld
        {
            Policy = new Policy { DefaultMode = OperatingMode.Autopilot, Maintenance = [target] },
        };
        world.Next([move]);
        world.Start();
        world.RunUntil(state => state.Cycle == 2);

        Assert.All(world.Seen, fleet => Assert.True(fleet.Hosts.Single(host => host.Id == target).IsInMaintenance));
        Assert.Equal(0, world.Hypervisor.Sends);
    }

    [Fact]
    public void Replicas_that_are_asked_for_already_are_no_new_question_though_their_names_are()
    {
        using var world = new LoopWorld { Policy = Approve };
        world.Next([Replica("web-1200-1"), new PowerOnVirtualMachine(new("web-1200-1"), Fleets.HostId(1))], chained: true);
        world.Next([Replica("web-1205-1"), new PowerOnVirtualMachine(new("web-1205-1"), Fleets.HostId(2))], chained: true);
        world.Next([Replica("web-1210-1"), Replica("web-1210-2")]);
        world.Start();
        world.RunUntil(state => state.Cycle == 3);

        var plans = world.Loop.State.Plans.OrderBy(plan => plan.Receipt.Id).ToList();
        Assert.Equal(
            ["plan1-0 plan1-1", "", "plan3-1"], plans.Select(plan => string.Join(' ', plan.AwaitingApproval)));
        Assert.Equal(PlanStatus.Repeated, plans[1].Status);
    }

    [Fact]
    public void What_a_group_does_not_need_any_more_is_neither_made_nor_taken_by_a_late_approval()
    {
        using var world = new LoopWorld { Policy = Approve };
        world.Hypervisor.With(Fleets.Machine(5, 1) with { Group = Web }, Fleets.Machine(6, 2) with { Group = Web });
        var leaves = new PowerOffVirtualMachine(Fleets.MachineId(5));
        world.Next([Replica("web-1200-1"), leaves, Fleets.Move(1, from: 1, to: 2)]);
        world.Next([]);
        world.Start();
        world.RunUntil(state => state.Cycle == 2);

        world.Time.Run(() => world.Loop.ApproveAsync(1, "ada", CancellationToken.None));
        world.RunUntilEnded("plan1-2");

        var plan = world.Loop.State.Plans[^1];
        Assert.Equal(1, world.Hypervisor.Sends);
        Assert.Equal(
            ["web-1200-1", leaves.VirtualMachine.Value],
            plan.Refused.Where(refusal => refusal.Reason == "The newest decision, plan 2, does not want it any more.")
                .Select(refusal => refusal.Entity.Value));
    }

    [Fact]
    public void Another_replica_may_leave_as_long_as_one_has_to()
    {
        using var world = new LoopWorld { Policy = Approve };
        world.Hypervisor.With(Fleets.Machine(5, 1) with { Group = Web }, Fleets.Machine(6, 2) with { Group = Web });
        world.Next([new PowerOffVirtualMachine(Fleets.MachineId(5))]);
        world.Next([new PowerOffVirtualMachine(Fleets.MachineId(6))]);
        world.Start();
        world.RunUntil(state => state.Cycle == 2);

        world.Time.Run(() => world.Loop.ApproveAsync(1, "ada", CancellationToken.None));
        world.RunUntilEnded("plan1-0");

        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan1-0").Status);
    }

    [Fact]
    public void Nobody_is_asked_twice_for_the_same_actions()
    {
        using var world = new LoopWorld { Policy = Approve with { PlanExpiry = TimeSpan.FromMinutes(30) } };
        world.Next([Fleets.Move(1, from: 1, to: 2), Fleets.Move(3, from: 2, to: 3)]);
        world.Next([Fleets.Move(3, from: 2, to: 3)]);
        world.Next([Fleets.Move(3, from: 2, to: 3), Fleets.Move(4, from: 3, to: 1)]);
        world.Start();
        world.RunUntil(state => state.Cycle == 3);

        var plans = world.Loop.State.Plans;
        Assert.Equal(
            [PlanStatus.AwaitingApproval, PlanStatus.Repeated, PlanStatus.AwaitingApproval],
            plans.Select(plan => plan.Status));
        Assert.Contains("plan 1", Assert.Single(plans[1].Refused).Reason);
    }

    [Fact]
    public void While_a_person_thinks_the_same_proposal_stands_once_whatever_host_or_part_it_names()
    {
        using var world = new LoopWorld { Policy = Approve with { PlanExpiry = TimeSpan.FromMinutes(60) } };
        for (int cycle = 0; cycle < 5; cycle++)
        {
            world.Next([Terms(1_000 + cycle), new CreateVirtualMachine(new("new"), new("t"), Fleets.HostId(1 + (cycle % 2)))]);
        }

        world.Start();
        world.RunUntil(state => state.Cycle == 5);

        var plans = world.Loop.State.Plans;
        Assert.Equal(1, plans.Count(plan => plan.Status == PlanStatus.AwaitingApproval));
        Assert.Equal([5L], plans.Where(plan => plan.Status == PlanStatus.Repeated).Select(plan => plan.Receipt.Id));
    }

    [Fact]
    public void What_a_person_has_rejected_is_not_asked_again_at_once_and_is_later()
    {
        using var world = new LoopWorld { Policy = Approve };
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Time.Run(() => world.Loop.RejectAsync(1, "grace", "not on a Friday", CancellationToken.None));

        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.RunUntil(state => state.Cycle == 2);
        var soon = world.Loop.State.Plans[0];
        world.Time.Pass(TimeSpan.FromHours(1));
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.RunUntil(state => state.Plans[0].Status == PlanStatus.AwaitingApproval);

        Assert.Empty(soon.AwaitingApproval);
        Assert.StartsWith("grace has rejected the same in plan 1;", Assert.Single(soon.Refused).Reason, StringComparison.Ordinal);
    }

    private static SetPoolTerms Terms(double reservation) => new(new PoolSetting(
        new("web"), Fleets.Cluster, Fleets.Provider, null,
        PoolTerms.Usual with { Cpu = new ResourceTerms(reservation, null, null) }, [Fleets.MachineId(1)]));

    [Fact]
    public void What_a_person_approved_is_not_taken_back_by_the_next_decision()
    {
        using var world = new LoopWorld { Policy = Approve with { MaxMigrationsPerCluster = 1 } };
        world.Hypervisor.Duration = _ => TimeSpan.FromSeconds(200);
        world.Options = world.Options with { Timeouts = new ActionTimeouts { MigrationBase = TimeSpan.FromMinutes(10) } };
        world.Next([Fleets.Move(1, from: 1, to: 2), Fleets.Move(3, from: 2, to: 3)]);
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Time.Pass(TimeSpan.FromMinutes(3));

        world.Time.Run(() => world.Loop.ApproveAsync(1, "ada", CancellationToken.None));
        world.RunUntilEnded("plan1-1");

        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan1-1").Status);
    }

    [Fact]
    public void What_was_approved_late_still_has_its_time()
    {
        using var world = new LoopWorld { Policy = Approve with { MaxMigrationsPerCluster = 1 } };
        world.Hypervisor.Duration = _ => TimeSpan.FromMinutes(4);
        world.Options = world.Options with { Timeouts = new ActionTimeouts { MigrationBase = TimeSpan.FromMinutes(10) } };
        world.Next([Fleets.Move(1, from: 1, to: 2), Fleets.Move(3, from: 2, to: 3)]);
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Time.Pass(TimeSpan.FromMinutes(14));

        // The second move starts when the first has ended, which is after the plan's own fifteen minutes.
        world.Time.Run(() => world.Loop.ApproveAsync(1, "ada", CancellationToken.None));
        world.RunUntilEnded("plan1-1");

        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan1-1").Status);
    }

    [Fact]
    public void A_rejected_plan_is_never_carried_out_and_the_reason_is_audited()
    {
        using var world = new LoopWorld { Policy = Approve };
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        world.Time.Run(() => world.Loop.RejectAsync(1, "grace", "not on a Friday", CancellationToken.None));

        var again = Assert.Throws<InvalidOperationException>(
            () => world.Time.Run(() => world.Loop.ApproveAsync(1, "ada", CancellationToken.None)));
        Assert.Equal("Plan 1 does not wait for a person: it is Rejected by grace.", again.Message);
        Assert.Contains("not on a Friday", world.State.Audit.Newest(1)[0].Detail);
        Assert.Equal(0, world.Hypervisor.Sends);
    }

    [Fact]
    public void A_plan_that_waited_too_long_cannot_be_approved()
    {
        using var world = new LoopWorld { Policy = Approve };
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        world.Time.Pass(TimeSpan.FromMinutes(16));

        var late = Assert.Throws<InvalidOperationException>(
            () => world.Time.Run(() => world.Loop.ApproveAsync(1, "ada", CancellationToken.None)));
        Assert.Contains("Expired", late.Message);
    }

    [Fact]
    public void A_plan_that_waits_can_still_be_approved_after_newer_decisions()
    {
        using var world = new LoopWorld { Policy = Approve };
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Next([Fleets.Move(2, from: 1, to: 3)]);
        world.Start();
        world.RunUntil(state => state.Cycle == 2);
        Assert.All(world.Loop.State.Plans, plan => Assert.Equal(PlanStatus.AwaitingApproval, plan.Status));

        world.Time.Run(() => world.Loop.ApproveAsync(1, "ada", CancellationToken.None));
        world.RunUntil(state => state.Plans[^1].Status == PlanStatus.Done);

        Assert.Equal(OutcomeStatus.Succeeded, world.Loop.State.Plans[^1].Outcomes[0].Status);
    }

    [Fact]
    public void What_Vireo_carries_out_by_itself_stands_in_the_audit_trail_with_the_hash_of_the_plan()
    {
        using var world = new LoopWorld { Policy = new Policy { DefaultMode = OperatingMode.Autopilot } };
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntil(state => state.Cycle == 1);

        var entry = world.State.Audit.Newest(1)[0];
        Assert.Equal(("vireo", "plan.execute"), (entry.User, entry.Action));
        Assert.Contains(world.State.Receipts.Find(1)!.Plan.Value, entry.Detail);
    }

    [Fact]
    public void Vireo_cannot_approve_its_own_plan()
    {
        using var world = new LoopWorld { Policy = Approve };
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        Assert.Throws<InvalidOperationException>(
            () => world.Time.Run(() => world.Loop.ApproveAsync(1, "vireo", CancellationToken.None)));
    }

    [Fact]
    public void Where_a_second_person_is_required_the_author_of_the_policy_cannot_approve()
    {
        using var world = new LoopWorld { Policy = Approve };
        world.Options = world.Options with { RequireSecondPerson = true };
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Time.Run(() => world.Loop.SetPolicyAsync(Approve with { Name = "mine" }, "ada", CancellationToken.None));
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.RunUntil(state => state.Cycle == 2);

        var refusal = Assert.Throws<InvalidOperationException>(
            () => world.Time.Run(() => world.Loop.ApproveAsync(2, "ada", CancellationToken.None)));
        world.Time.Run(() => world.Loop.ApproveAsync(2, "grace", CancellationToken.None));

        Assert.Contains("somebody else has to approve", refusal.Message);
        Assert.Equal("grace", world.Loop.State.Plans.Single(plan => plan.Receipt.Id == 2).DecidedBy);
    }

    [Fact]
    public void After_a_pause_nothing_new_starts_what_runs_ends_and_resuming_goes_on()
    {
        using var world = new LoopWorld { Policy = new Policy { DefaultMode = OperatingMode.Autopilot, MaxMigrationsPerCluster = 1 } };
        world.Options = world.Options with { CycleInterval = TimeSpan.FromHours(1) };
        world.Next([Fleets.Move(1, from: 1, to: 2), Fleets.Move(3, from: 2, to: 3)]);
        world.Start();
        world.RunUntil(state => state.Plans is [{ Outcomes: [{ Status: OutcomeStatus.Running }, ..] }]);

        world.Time.Run(() => world.Loop.PauseAsync("ada", CancellationToken.None));
        world.Time.Pass(TimeSpan.FromMinutes(5));

        Assert.True(world.Loop.State.IsPaused);
        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan1-0").Status);
        Assert.Equal(OutcomeStatus.Waiting, world.Outcome("plan1-1").Status);
        world.Time.Run(() => world.Loop.ResumeAsync("ada", CancellationToken.None));
        world.RunUntilEnded("plan1-1");
        Assert.Equal(OutcomeStatus.Succeeded, world.Outcome("plan1-1").Status);
    }

    [Fact]
    public void A_pause_holds_from_the_moment_it_is_asked_for()
    {
        using var world = new LoopWorld();
        Task? pause = null;
        world.Next(_ =>
        {
            pause = world.Loop.PauseAsync("ada", CancellationToken.None);
            return LoopWorld.PlanOf("plan1", [Fleets.Move(1, from: 1, to: 2)]);
        });
        world.Start();

        world.RunUntil(state => state.Cycle == 1);
        world.Time.Pass(TimeSpan.FromMinutes(2));

        Assert.True(pause is { IsCompletedSuccessfully: true });
        Assert.Equal(0, world.Hypervisor.Sends);
    }

    [Fact]
    public void Another_policy_is_in_force_from_the_next_decision_and_audited()
    {
        using var world = new LoopWorld();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        world.Time.Run(() => world.Loop.SetPolicyAsync(world.Policy with { Name = "calm" }, "ada", CancellationToken.None));
        world.RunUntil(state => state.Cycle == 2);

        Assert.Equal("calm", world.Loop.State.Policy.Name);
        Assert.Contains("calm", world.State.Audit.Newest(1)[0].Detail);
    }

    [Fact]
    public void After_the_end_commands_are_refused_instead_of_waiting_for_ever()
    {
        using var world = new LoopWorld();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Stop();

        Assert.Throws<ObjectDisposedException>(
            () => world.Time.Run(() => world.Loop.PauseAsync("ada", CancellationToken.None)));
    }
}
