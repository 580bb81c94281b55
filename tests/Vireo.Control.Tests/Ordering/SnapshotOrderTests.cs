using Vireo.Fleet;

namespace Vireo.Control.Tests.Ordering;

public sealed class SnapshotOrderTests
{
    private static readonly VirtualMachineId Machine = OrderWorld.Machine;

    private static ResizeVirtualMachine Larger(LoopWorld world) =>
        new(Machine, world.Hypervisor.Machine(1).Cores + 1, world.Hypervisor.Machine(1).Memory) { Restarts = true };

    [Fact]
    public void A_snapshot_is_taken_reverted_to_and_deleted_as_ordered()
    {
        using var world = OrderWorld.Create();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        world.Order(new TakeSnapshot(Machine, "good"));
        world.RunUntil(state => state.Orders[0].HasEnded);
        var taken = world.Hypervisor.Machine(1).Snapshots;
        world.Order(new RevertToSnapshot(Machine, "good"));
        world.RunUntil(state => state.Orders[0].HasEnded);
        world.Order(new DeleteSnapshot(Machine, "good"));
        world.RunUntil(state => state.Orders[0].HasEnded);

        Assert.Equal("good", taken.ToString());
        Assert.All(world.Loop.State.Orders, order => Assert.Equal(OrderStatus.Done, order.Status));
        Assert.Equal([3, 2, 1], world.Loop.State.Orders.Select(order => order.Number));
        Assert.Empty(world.Hypervisor.Machine(1).Snapshots.All);
    }

    [Fact]
    public void A_machine_that_has_a_snapshot_does_not_show_that_it_went_back_to_it()
    {
        using var world = OrderWorld.Create();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Order(new TakeSnapshot(Machine, "good"));
        world.RunUntil(state => state.Orders[0].HasEnded);
        world.Hypervisor.Failure = _ => "The disk is damaged.";

        world.Order(new RevertToSnapshot(Machine, "good"));
        world.RunUntil(state => state.Orders[0].HasEnded);

        Assert.Equal((OrderStatus.Failed, "The disk is damaged."), (world.Loop.State.Orders[0].Status, world.Loop.State.Orders[0].Detail));
    }

    [Fact]
    public void What_comes_after_a_snapshot_is_done_when_it_is_taken_and_the_snapshot_is_taken_once()
    {
        using var world = OrderWorld.Create();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        int cores = world.Hypervisor.Machine(1).Cores;

        world.Order(Larger(world), first: new TakeSnapshot(Machine, "before"));
        world.RunUntil(state => state.Orders[0].HasEnded);

        Assert.Equal(OrderStatus.Done, world.Loop.State.Orders[0].Status);
        Assert.EndsWith(", after snapshot 'before'", world.Loop.State.Orders[0].Words, StringComparison.Ordinal);
        Assert.Equal((cores + 1, "before"), (world.Hypervisor.Machine(1).Cores, world.Hypervisor.Machine(1).Snapshots.ToString()));
        Assert.Equal(
            [typeof(TakeSnapshot), typeof(ResizeVirtualMachine)],
            world.Hypervisor.Accepted.Select(one => one.Request.Action.GetType()));
    }

    [Fact]
    public void Without_the_snapshot_that_was_to_come_first_nothing_is_done_and_the_order_says_why()
    {
        using var world = OrderWorld.Create();
        world.Hypervisor.Failure = request => request.Action is TakeSnapshot ? "No space is left." : null;
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        int cores = world.Hypervisor.Machine(1).Cores;

        world.Order(Larger(world), first: new TakeSnapshot(Machine, "before"));
        world.RunUntil(state => state.Orders[0].HasEnded);
        world.RunUntil(state => state.Cycle > 4);

        Assert.Equal(
            (OrderStatus.Failed, "The snapshot before it was not taken, so it was not begun. No space is left."),
            (world.Loop.State.Orders[0].Status, world.Loop.State.Orders[0].Detail));
        Assert.Equal(cores, world.Hypervisor.Machine(1).Cores);
        Assert.Equal(1, world.Hypervisor.Sends);
    }

    [Fact]
    public void The_name_of_a_snapshot_which_holds_the_time_is_no_question_of_its_own()
    {
        var questions = new PlanQuestions(new Plan([], [], "test"));

        Assert.Equal(questions.Of(new TakeSnapshot(Machine, "remedy-1")), questions.Of(new TakeSnapshot(Machine, "remedy-2")));
        Assert.NotEqual(questions.Of(new TakeSnapshot(Machine, "a")), questions.Of(new TakeSnapshot(Fleets.MachineId(2), "a")));
    }

    [Theory]
    [InlineData("take", "'machine-1' has a snapshot 'good' already.")]
    [InlineData("revert", "'machine-1' has no snapshot 'bad'; it has good.")]
    [InlineData("delete", "'machine-1' has no snapshot 'bad'; it has good.")]
    public void What_is_not_so_is_refused_at_once(string verb, string why)
    {
        using var world = OrderWorld.Create();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Order(new TakeSnapshot(Machine, "good"));
        world.RunUntil(state => state.Orders[0].HasEnded);

        var refused = Assert.Throws<InvalidOperationException>(() => world.Order(verb switch
        {
            "take" => new TakeSnapshot(Machine, "good"),
            "revert" => new RevertToSnapshot(Machine, "bad"),
            _ => new DeleteSnapshot(Machine, "bad"),
        }));

        Assert.Equal(why, refused.Message);
    }
}
