using Vireo.Fleet;

namespace Vireo.Control.Tests.Execution;

public sealed class CrashTests
{
    private static readonly FleetAction[] Evacuation =
        [Fleets.Move(1, from: 1, to: 2), Fleets.Move(2, from: 1, to: 3), new PowerOffHost(Fleets.HostId(1))];

    /// <summary>Dies before and after every write of the journal and every call of the provider, in turn.</summary>
    [Fact]
    public void Whatever_step_it_dies_at_no_action_is_lost_or_done_twice()
    {
        int diesAt = 1;
        while (DieAndRecover(diesAt))
        {
            diesAt++;
        }

        Assert.InRange(diesAt, 30, 500);
    }

    private static bool DieAndRecover(int diesAt)
    {
        using var file = new TemporaryFile();
        using var world = new LoopWorld();
        var first = new Process(diesAt);
        LiveFirstLife(world, file, first);
        if (!first.IsDead)
        {
            return false;
        }

        world.State = StateStore.Open(file.Path);
        world.Providers = [new ConnectedProvider(world.Hypervisor, world.Hypervisor)];
        world.Start();
        world.RunUntil(state => state.Cycle >= 8, TimeSpan.FromHours(2));

        AssertAgreement(world, diesAt);

        return true;
    }

    private static void LiveFirstLife(LoopWorld world, TemporaryFile file, Process life)
    {
        world.State.Dispose();
        world.State = StateStore.Open(file.Path);
        world.State.BeforeWrite = life.Write;
        world.Providers = [life.Reach(world.Hypervisor)];
        world.Next(fleet => LoopWorld.PlanOf("evacuate", Evacuation, chained: true));
        var loop = world.Start();
        world.Time.RunUntil(
            () => life.IsDead || loop.State is { Cycle: >= 4, Fleet.InFlight.IsEmpty: true }, TimeSpan.FromHours(2));
        world.Abandon();
        world.State.Dispose();
    }

    private static void AssertAgreement(LoopWorld world, int diesAt)
    {
        string at = $"Died at step {diesAt}.";
        Assert.True(world.Hypervisor.IsIdle, at);
        Assert.True(world.State.Journal.Open(Fleets.Cluster).Count == 0, $"{at} Something is still open.");
        var effects = world.Hypervisor.Ended.Where(end => end.HadEffect).Select(end => end.Request.Id).ToList();
        Assert.True(effects.Distinct().Count() == effects.Count, $"{at} Something was done twice.");
        foreach (var (_, request) in world.Hypervisor.Accepted)
        {
            var phase = world.State.Journal.PhaseOf(request.Id);
            bool agrees = effects.Contains(request.Id) == (phase == JournalPhase.Succeeded);
            Assert.True(agrees, $"{at} '{request.Id}' is journalled as {phase}; effect: {effects.Contains(request.Id)}.");
        }

        int moves = world.State.Moves.Since(Fleets.Cluster, DateTimeOffset.MinValue).Count;
        Assert.Equal(effects.Count(id => id.Value is "evacuate-0" or "evacuate-1"), moves);
        Assert.Equal(world.Hypervisor.Accepted.Count, world.Hypervisor.Accepted.Select(start => start.Request.Action.Target).Distinct().Count());
    }
}
