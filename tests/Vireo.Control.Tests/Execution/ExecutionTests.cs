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
}
