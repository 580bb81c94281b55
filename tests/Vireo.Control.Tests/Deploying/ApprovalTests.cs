using Vireo.Fleet;
using Vireo.Safety;
using Vireo.Scheduling;

namespace Vireo.Control.Tests.Deploying;

/// <summary>Deployments that wait for a person, and those that a person cancels.</summary>
public sealed class ApprovalTests
{
    private static readonly VmTemplate Small = new(new("small"), 1, "", 2, new MemoryBytes(4L << 30));

    private static readonly Policy Approve = new() { DefaultMode = OperatingMode.Approve, Templates = [Small] };

    [Fact]
    public void A_deployment_that_waits_for_a_person_says_in_which_plan_and_is_made_once_that_is_approved()
    {
        using var world = Asked(Approve);

        var record = Assert.Single(world.Loop.State.Deployments);
        Assert.Equal("It waits for approval of plan 2: 'vireo plans approve 2', or 'vireo plans show 2' first.", record.Waits);

        world.Time.Run(() => world.Loop.ApproveAsync(2, "ada", TestContext.Current.CancellationToken));
        world.RunUntil(state => state.Deployments[0].Waits.Length == 0);
        world.RunUntil(state => state.Deployments[0].Deployment.Status == DeploymentStatus.Done);
    }

    [Fact]
    public void Another_host_is_no_other_question_and_what_is_new_is_asked_alone()
    {
        CreateVirtualMachine On(int host) => new(new("web-1"), Small.Id, Fleets.HostId(host)) { Deployment = new("shop"), Specification = Small };
        using var world = new LoopWorld { Policy = Approve };
        world.Next([On(1)]);
        world.Next([Fleets.Move(1, from: 1, to: 2), On(2)]);
        world.Next([On(3), new PowerOnVirtualMachine(new("web-1"), Fleets.HostId(3))], chained: true);
        world.Start();
        world.RunUntil(state => state.Cycle == 3);

        // The second asks for the move only; in the third a new question depends on the old one and takes it along.
        var plans = world.Loop.State.Plans.Reverse().ToList();
        Assert.Equal(["plan1-0", "plan2-0", "plan3-0 plan3-1"], plans.Select(plan => string.Join(' ', plan.AwaitingApproval)));
        Assert.Equal("It waits for approval in plan 1 already.", Assert.Single(plans[1].Refused).Reason);
    }

    [Fact]
    public void While_one_move_of_a_machine_waits_another_is_not_asked_beside_it()
    {
        using var world = new LoopWorld { Policy = Approve };
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Next([Fleets.Move(1, from: 1, to: 3)]);
        world.Start();
        world.RunUntil(state => state.Cycle == 2);

        Assert.Equal(
            [PlanStatus.Repeated, PlanStatus.AwaitingApproval], world.Loop.State.Plans.Select(plan => plan.Status));
    }

    [Fact]
    public void By_a_clock_that_flies_what_no_decision_wants_any_more_does_not_pile_up()
    {
        using var world = new LoopWorld { Policy = Approve };
        world.Options = world.Options with { LeastApprovalTime = TimeSpan.FromHours(50) };
        world.Next([Fleets.Move(1, from: 1, to: 2), Fleets.Move(2, from: 1, to: 3)]);
        for (int decision = 0; decision < 20; decision++)
        {
            world.Next([Fleets.Move(2, from: 1, to: 3)]);
        }

        world.Start();
        world.RunUntil(state => state.Cycle == 20);

        var waiting = Assert.Single(world.Loop.State.Plans, plan => !plan.AwaitingApproval.IsEmpty);
        Assert.Equal((1L, "plan1-1"), (waiting.Receipt.Id, string.Join(' ', waiting.AwaitingApproval)));
    }

    [Fact]
    public void Where_the_mode_lets_nothing_be_carried_out_that_is_said()
    {
        using var world = Asked(Approve with { DefaultMode = OperatingMode.Recommend });

        Assert.Contains("Plan 2 only recommends it", world.Loop.State.Deployments[0].Waits);
    }

    [Fact]
    public void By_a_clock_that_flies_a_person_still_has_time_and_so_has_the_deployment()
    {
        var time = TimeSpan.FromHours(50);
        using var world = Asked(Approve, world => world.Options = world.Options with { LeastApprovalTime = time });
        world.Time.Pass(TimeSpan.FromHours(40));

        Assert.Contains("plan 2", world.Loop.State.Deployments[0].Waits);
        world.Time.Run(() => world.Loop.ApproveAsync(2, "ada", TestContext.Current.CancellationToken));
        world.RunUntil(state => state.Deployments[0].Deployment.Status == DeploymentStatus.Done);
    }

    [Fact]
    public void The_time_for_an_answer_is_given_once_also_across_restarts()
    {
        using var world = Asked(Approve);
        var asked = world.Loop.State.Deployments[0].Deployment;
        Assert.True(asked.WasAsked);
        world.Time.Pass(TimeSpan.FromMinutes(1));
        world.Stop();

        world.Start();
        world.RunUntil(state => state.Cycle >= 2);

        Assert.Equal(asked.Deadline, world.Loop.State.Deployments[0].Deployment.Deadline);
    }

    [Fact]
    public void A_deployment_that_nobody_approves_in_its_time_and_the_persons_is_undone()
    {
        using var world = Asked(Approve);

        world.RunUntil(state => state.Deployments[0].Deployment.Status == DeploymentStatus.Undone);

        Assert.InRange(world.Time.Now - world.Loop.State.Deployments[0].Deployment.RequestedAt, TimeSpan.FromMinutes(75), TimeSpan.FromMinutes(90));
        Assert.DoesNotContain(world.Loop.State.Plans, plan => !plan.AwaitingApproval.IsEmpty);
        Assert.Equal("", world.Loop.State.Deployments[0].Waits);
        Assert.Equal(0, world.Hypervisor.Sends);
        Assert.Matches(
            @"^It was not done by .*Z\. It waited last for approval of plan \d+, which nobody gave\.$",
            world.Loop.State.Deployments[0].Deployment.Reason);
    }

    [Fact]
    public void A_deployment_whose_time_is_over_in_a_pause_says_so_while_it_waits_and_when_it_is_undone()
    {
        using var world = Asked(Approve with { DefaultMode = OperatingMode.Autopilot }, paused: true);

        Assert.Equal("It waits for 'vireo resume': Vireo is paused and starts nothing new.", world.Loop.State.Deployments[0].Waits);
        world.RunUntil(state => state.Deployments[0].Deployment.Status == DeploymentStatus.Undone);

        Assert.EndsWith("Z. It waited last for 'vireo resume': Vireo was paused.", world.Loop.State.Deployments[0].Deployment.Reason);
        Assert.Equal(0, world.Hypervisor.Sends);
    }

    [Fact]
    public void A_deployment_that_was_only_recommended_in_its_time_says_so_when_it_is_undone()
    {
        using var world = Asked(Approve with { DefaultMode = OperatingMode.Recommend });

        world.RunUntil(state => state.Deployments[0].Deployment.Status == DeploymentStatus.Undone);

        Assert.Matches("Z\\. Plan \\d+ only recommended it: ", world.Loop.State.Deployments[0].Deployment.Reason);
    }

    [Fact]
    public void A_deployment_that_a_guard_rail_refused_all_its_time_says_which_and_why()
    {
        using var world = Asked(Approve with { DefaultMode = OperatingMode.Autopilot }, world => world.Rails = RefuseAll);

        Assert.Equal("A guard rail (S7) refuses it for now: Too much at once.", world.Loop.State.Deployments[0].Waits);
        world.RunUntil(state => state.Deployments[0].Deployment.Status == DeploymentStatus.Undone);

        Assert.EndsWith("Z. A guard rail (S7) refused it last: Too much at once.", world.Loop.State.Deployments[0].Deployment.Reason);
    }

    [Theory]
    [InlineData(false, "is running already")]
    [InlineData(true, "is being undone already")]
    public void A_name_that_is_taken_is_refused_with_how_far_it_has_come(bool isCancelled, string expected)
    {
        using var world = Asked(Approve);
        if (isCancelled)
        {
            Cancel(world);
        }

        Assert.Contains(expected, Assert.Throws<InvalidOperationException>(() =>
            world.Time.Run(() => world.Loop.DeployAsync(Request, "anna", TestContext.Current.CancellationToken))).Message);
    }

    [Theory]
    [InlineData("vm-1", "There is a machine 'machine-1' already, in cluster 'c1'")]
    [InlineData("Machine-1", "There is a machine 'machine-1' already (identifier 'vm-1'), in cluster 'c1' of provider 'p1'; choose another name")]
    public void A_machine_whose_name_another_has_is_refused_whoever_made_that_and_nothing_is_asked_for(string name, string expected)
    {
        using var world = Asked(Approve);
        var request = Request with { Id = new("other"), Machines = [new DeployedMachine(new(name), Small.Id)] };

        var refused = Assert.Throws<InvalidOperationException>(() =>
            world.Time.Run(() => world.Loop.DeployAsync(request, "anna", TestContext.Current.CancellationToken)));

        Assert.Contains(expected, refused.Message);
        Assert.Single(world.Loop.State.Deployments);
    }

    [Fact]
    public void Cancelled_while_it_waits_it_is_undone_and_the_plan_does_not_wait_any_more()
    {
        using var world = Asked(Approve);

        Cancel(world);
        world.RunUntil(state => state.Deployments[0].Deployment.Status == DeploymentStatus.Undone);

        var plan = world.Loop.State.Plans.Single(plan => plan.Receipt.Id == 2);
        Assert.Equal((PlanStatus.Rejected, "grace", 0), (plan.Status, plan.DecidedBy, plan.AwaitingApproval.Length));
        Assert.Equal("It was cancelled by grace.", world.Loop.State.Deployments[0].Deployment.Reason);
        Assert.Contains(world.State.Audit.Newest(5), entry => entry.Action == "deployment.cancel" && entry.User == "grace");
        Assert.Equal(0, world.Hypervisor.Sends);
    }

    [Fact]
    public void Cancelled_while_it_is_made_all_of_it_is_taken_away_and_what_had_not_begun_never_does()
    {
        using var world = Asked(Approve with { DefaultMode = OperatingMode.Autopilot });
        world.RunUntil(_ => world.Hypervisor.Accepted.Exists(accepted => accepted.Request.Action is CreateVirtualMachine));

        Cancel(world);
        world.RunUntil(state => state.Deployments[0].Deployment.Status == DeploymentStatus.Undone);

        Assert.DoesNotContain(world.Hypervisor.Accepted, accepted => accepted.Request.Action is PowerOnVirtualMachine);
        Assert.Contains(world.Hypervisor.Accepted, accepted => accepted.Request.Action is DeleteVirtualMachine);
        Assert.DoesNotContain(world.Loop.State.Fleet.VirtualMachines, machine => machine.Id.Value == "web-1");
    }

    [Fact]
    public void What_has_ended_or_is_not_there_is_not_cancelled_and_says_why()
    {
        using var world = Asked(Approve);
        Cancel(world);
        world.RunUntil(state => state.Deployments[0].Deployment.Status == DeploymentStatus.Undone);

        Assert.Contains("is undone already", Assert.Throws<InvalidOperationException>(() => Cancel(world)).Message);
        Assert.Contains("There is no deployment 'other'", Assert.Throws<InvalidOperationException>(() => Cancel(world, "other")).Message);
    }

    [Fact]
    public void Plans_that_wait_stay_in_sight_when_many_newer_ones_come()
    {
        using var world = new LoopWorld
        {
            Policy = Approve with { PlanExpiry = TimeSpan.FromHours(12) },
        };
        world.Options = world.Options with { PlansToShow = 5 };
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntil(state => state.Cycle == 20);

        Assert.Equal([20, 19, 18, 17, 16, 1], world.Loop.State.Plans.Select(plan => plan.Receipt.Id));
    }

    private static Review RefuseAll(Plan plan, FleetSnapshot fleet, Outlook outlook, Policy policy, ReviewContext context) => new(
        new ApprovedPlan([]), [], [], [.. plan.Actions.Select(action => new Refusal(action.Action.Target, "S7", "Too much at once."))]);

    // The second decision is the one that begins with it.
    private static LoopWorld Asked(Policy policy, Action<LoopWorld>? prepare = null, bool paused = false)
    {
        var world = new LoopWorld { Policy = policy };
        prepare?.Invoke(world);
        for (int decision = 0; decision < 2_000; decision++)
        {
            world.Next(fleet => Scheduler.Plan(fleet, EmptyOutlook(fleet), policy with { Consolidate = false, ManageHostPower = false, SpareFaultDomains = 0 }));
        }

        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        if (paused)
        {
            world.Time.Run(() => world.Loop.PauseAsync("anna", TestContext.Current.CancellationToken));
        }

        world.Time.Start(() => world.Loop.DeployAsync(Request, "anna", TestContext.Current.CancellationToken));
        world.RunUntil(state => state.Cycle == 2);

        return world;
    }

    private static Outlook EmptyOutlook(FleetSnapshot fleet) => new(fleet.TakenAt, TimeSpan.FromMinutes(5), 3, [0.5, 0.95], [], []);

    private static void Cancel(LoopWorld world, string name = "shop") =>
        world.Time.Run(() => world.Loop.CancelDeploymentAsync(new DeploymentId(name), "grace", TestContext.Current.CancellationToken));

    private static Deployment Request => new()
    {
        Id = new("shop"),
        Machines = [new DeployedMachine(new("web-1"), Small.Id)],
        RequestedBy = "anna",
        RequestedAt = DateTimeOffset.UnixEpoch,
        Deadline = DateTimeOffset.UnixEpoch + TimeSpan.FromHours(1),
    };
}
