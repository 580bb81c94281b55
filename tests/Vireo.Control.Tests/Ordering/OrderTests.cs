using Vireo.Fleet;

namespace Vireo.Control.Tests.Ordering;

public sealed class OrderTests
{
    private static readonly VirtualMachineId Machine = OrderWorld.Machine;

    private static LoopWorld World(OperatingMode mode = OperatingMode.Autopilot, bool needsTwo = false) => OrderWorld.Create(mode, needsTwo);

    private static void Order(LoopWorld world, FleetAction action, string user = "ada") => world.Order(action, user);

    [Fact]
    public void A_machine_is_suspended_resumed_and_reset_as_ordered_through_a_plan_with_a_receipt()
    {
        using var world = World();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        Order(world, new SuspendVirtualMachine(Machine));
        world.RunUntil(state => state.Orders[0].HasEnded);
        var suspended = world.Hypervisor.Machine(1).State;
        Order(world, new ResumeVirtualMachine(Machine));
        world.RunUntil(state => state.Orders[0].HasEnded);
        Order(world, new ResetVirtualMachine(Machine));
        world.RunUntil(state => state.Orders[0].HasEnded);

        Assert.Equal(PowerState.Suspended, suspended);
        Assert.Equal(PowerState.On, world.Hypervisor.Machine(1).State);
        Assert.All(world.Loop.State.Orders, order => Assert.Equal(OrderStatus.Done, order.Status));
        Assert.Equal(3, world.Hypervisor.Sends);
        Assert.Contains(world.Seen, fleet => fleet.Orders is [{ RequestedBy: "ada", Action: SuspendVirtualMachine }]);
        Assert.Equal(3, world.State.Audit.Newest(50).Count(entry => entry.Action == "order.request"));
        Assert.True(world.State.VerifyAudit().IsIntact);
    }

    [Theory]
    [InlineData("not suspended", OperatingMode.Autopilot, "'machine-1' is On; only a suspended machine is resumed.")]
    [InlineData("only watched", OperatingMode.Observe, "The mode in force there only watches or recommends")]
    public void What_cannot_be_done_is_refused_at_once_and_nothing_is_kept(string what, OperatingMode mode, string why)
    {
        using var world = World(mode);
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        var refused = Assert.Throws<InvalidOperationException>(() => Order(
            world, mode == OperatingMode.Observe ? new ResetVirtualMachine(Machine) : new ResumeVirtualMachine(Machine)));

        Assert.True(refused.Message.Contains(why, StringComparison.Ordinal), $"{what}: {refused.Message}");
        Assert.Empty(world.Loop.State.Orders);
        Assert.Equal(0, world.Hypervisor.Sends);
    }

    [Fact]
    public void A_pinned_machine_is_left_alone_whoever_orders_it()
    {
        using var world = World();
        world.Policy = world.Policy with { Pinned = [Machine] };
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        var refused = Assert.Throws<InvalidOperationException>(() => Order(world, new ResetVirtualMachine(Machine)));

        Assert.Equal("'machine-1' is pinned.", refused.Message);
    }

    [Fact]
    public void A_second_order_on_a_machine_is_refused_until_the_first_has_ended()
    {
        using var world = World();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        Order(world, new SuspendVirtualMachine(Machine));

        var refused = Assert.Throws<InvalidOperationException>(() => Order(world, new ResetVirtualMachine(Machine), "bob"));

        Assert.Equal($"ada has ordered 'Suspend '{Machine}'' already, which has not ended.", refused.Message);
    }

    [Fact]
    public void Where_people_approve_an_order_waits_for_somebody_else_than_its_author()
    {
        using var world = World(OperatingMode.Approve, needsTwo: true);
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        Order(world, new SuspendVirtualMachine(Machine));
        world.RunUntil(state => state.Plans.Any(plan => plan.Status == PlanStatus.AwaitingApproval));
        long plan = world.Loop.State.Plans.First(one => one.Status == PlanStatus.AwaitingApproval).Receipt.Id;

        var refused = Assert.Throws<InvalidOperationException>(() =>
            world.Time.Run(() => world.Loop.ApproveAsync(plan, "ada", CancellationToken.None)));
        string waits = world.Loop.State.Orders[0].Detail;
        world.Time.Run(() => world.Loop.ApproveAsync(plan, "bob", CancellationToken.None));
        world.RunUntil(state => state.Orders[0].HasEnded);

        Assert.Equal("'ada' ordered what this plan does; somebody else has to approve it (S16).", refused.Message);
        Assert.Equal($"Plan {plan} waits for approval: vireo plans approve {plan}", waits);
        Assert.Equal(OrderStatus.Done, world.Loop.State.Orders[0].Status);
        Assert.Equal(1, world.Hypervisor.Sends);
    }

    [Fact]
    public void An_order_that_is_turned_down_ends_with_who_did_it()
    {
        using var world = World(OperatingMode.Approve);
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        Order(world, new ResetVirtualMachine(Machine));
        world.RunUntil(state => state.Plans.Any(plan => plan.Status == PlanStatus.AwaitingApproval));
        long plan = world.Loop.State.Plans.First(one => one.Status == PlanStatus.AwaitingApproval).Receipt.Id;

        world.Time.Run(() => world.Loop.RejectAsync(plan, "bob", "not now", CancellationToken.None));
        world.RunUntil(state => state.Cycle > 4);

        Assert.Equal((OrderStatus.Rejected, $"bob rejected it in plan {plan}."), (world.Loop.State.Orders[0].Status, world.Loop.State.Orders[0].Detail));
        Assert.Equal(0, world.Hypervisor.Sends);
    }

    [Fact]
    public void An_order_that_nobody_answers_is_given_up_and_not_asked_again()
    {
        using var world = World(OperatingMode.Approve);
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        Order(world, new ResetVirtualMachine(Machine));

        world.RunUntil(state => state.Orders[0].HasEnded);

        Assert.Equal(OrderStatus.Expired, world.Loop.State.Orders[0].Status);
        Assert.Equal(0, world.Hypervisor.Sends);
    }

    [Fact]
    public void A_machine_that_runs_does_not_show_that_it_was_reset()
    {
        using var world = World();
        world.Hypervisor.Failure = _ => "The host refused.";
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        Order(world, new ResetVirtualMachine(Machine));
        world.RunUntil(state => state.Orders[0].HasEnded);

        Assert.Equal((OrderStatus.Failed, "The host refused."), (world.Loop.State.Orders[0].Status, world.Loop.State.Orders[0].Detail));
    }

    [Fact]
    public void An_order_is_sent_once_though_Vireo_ends_while_it_is_carried_out()
    {
        using var world = World();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        Order(world, new ResetVirtualMachine(Machine));
        world.RunUntil(state => state.Orders[0].Status == OrderStatus.Running);

        world.Stop();
        world.Start();
        world.RunUntil(state => state.Orders is [{ HasEnded: true }, ..] && state.Cycle > 2);

        Assert.Equal(OrderStatus.Done, world.Loop.State.Orders[0].Status);
        Assert.Equal(1, world.Hypervisor.Sends);
    }
}
