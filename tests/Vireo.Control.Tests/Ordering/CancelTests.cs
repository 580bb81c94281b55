using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control.Tests.Ordering;

public sealed class CancelTests
{
    private static readonly VirtualMachineId Machine = OrderWorld.Machine;

    [Fact]
    public void An_order_that_waits_for_approval_never_begins_and_its_plan_asks_nobody_any_more()
    {
        using var world = OrderWorld.Create(OperatingMode.Approve);
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Order(new ResetVirtualMachine(Machine));
        world.RunUntil(state => state.Plans.Any(plan => plan.Status == PlanStatus.AwaitingApproval));

        world.Cancel(1);
        world.RunUntil(state => state.Cycle > 4);

        Assert.Equal(
            (OrderStatus.Cancelled, "bob cancelled it before it began."),
            (world.Loop.State.Orders[0].Status, world.Loop.State.Orders[0].Detail));
        Assert.DoesNotContain(world.Loop.State.Plans, plan => !plan.AwaitingApproval.IsEmpty);
        Assert.Equal(0, world.Hypervisor.Sends);
        Assert.Contains(world.State.Audit.Newest(50), entry => entry.Action == "order.cancel" && entry.User == "bob");
    }

    [Fact]
    public void An_order_under_way_is_aborted_and_is_cancelled_when_that_shows()
    {
        using var world = OrderWorld.Create();
        world.Hypervisor.Duration = _ => null;
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Order(new SuspendVirtualMachine(Machine) { ToDisk = true });
        world.RunUntil(state => state.Orders[0].Status == OrderStatus.Running);

        world.Cancel(1);
        var asked = world.Loop.State.Orders[0];
        world.RunUntil(state => state.Orders[0].HasEnded);

        Assert.Equal((OrderStatus.Running, "bob cancelled order 1."), (asked.Status, asked.Detail));
        Assert.Equal(
            (OrderStatus.Cancelled, "bob cancelled order 1. aborted"),
            (world.Loop.State.Orders[0].Status, world.Loop.State.Orders[0].Detail));
        Assert.Single(world.Hypervisor.Aborted);
        Assert.Equal(PowerState.On, world.Hypervisor.Machine(1).State);
    }

    [Fact]
    public void A_cancellation_that_comes_too_late_says_that_it_was_done()
    {
        using var world = OrderWorld.Create();
        world.Hypervisor.IgnoresAborts = true;
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Order(new SuspendVirtualMachine(Machine));
        world.RunUntil(state => state.Orders[0].Status == OrderStatus.Running);

        world.Cancel(1);
        world.RunUntil(state => state.Orders[0].HasEnded);

        Assert.Equal(
            (OrderStatus.Done, "It was done before it could be aborted. done"),
            (world.Loop.State.Orders[0].Status, world.Loop.State.Orders[0].Detail));
        Assert.Equal(PowerState.Suspended, world.Hypervisor.Machine(1).State);
    }

    [Fact]
    public void An_abort_that_was_asked_for_before_a_crash_is_asked_for_again_after_it()
    {
        using var world = OrderWorld.Create();
        world.Hypervisor.Duration = _ => null;
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Order(new SuspendVirtualMachine(Machine));
        world.RunUntil(state => state.Orders[0].Status == OrderStatus.Running);
        world.Cancel(1);
        int before = world.Hypervisor.Aborted.Count;

        world.Stop();
        world.Start();
        world.RunUntil(state => state.Orders is [{ HasEnded: true }, ..]);

        Assert.Equal(0, before);
        Assert.Equal(OrderStatus.Cancelled, world.Loop.State.Orders[0].Status);
        Assert.Single(world.Hypervisor.Aborted);
    }

    [Fact]
    public void What_has_ended_and_what_never_was_are_not_cancelled()
    {
        using var world = OrderWorld.Create();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Order(new ResetVirtualMachine(Machine));
        world.RunUntil(state => state.Orders[0].HasEnded);

        var ended = Assert.Throws<InvalidOperationException>(() => world.Cancel(1));
        var never = Assert.Throws<InvalidOperationException>(() => world.Cancel(7));

        Assert.Equal("Order 1 has ended already: Done. done", ended.Message);
        Assert.StartsWith("There is no order 7 among the newest", never.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_move_that_the_policy_planned_is_aborted_by_a_person_and_the_machine_stays_where_it_was()
    {
        using var world = new LoopWorld();
        world.Hypervisor.Duration = _ => null;
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();
        world.RunUntil(state => !state.Fleet.InFlight.IsEmpty);

        ImmutableArray<FleetAction> aborted = [];
        world.Time.Run(async () => aborted = await world.Loop.AbortAsync(Machine, "bob", CancellationToken.None));
        world.RunUntilEnded("plan1-0");

        Assert.Equal([Fleets.Move(1, from: 1, to: 2)], aborted);
        Assert.Equal((OutcomeStatus.Aborted, "bob asked to abort it. aborted"), (world.Outcome("plan1-0").Status, world.Outcome("plan1-0").Detail));
        Assert.Equal(Fleets.HostId(1), world.Hypervisor.Machine(1).Host);
        var nothing = Assert.Throws<InvalidOperationException>(() =>
            world.Time.Run(() => world.Loop.AbortAsync(Machine, "bob", CancellationToken.None)));
        Assert.Equal("Nothing that Vireo sent is under way on 'vm-1'.", nothing.Message);
    }
}
