using Vireo.Fleet;
using Vireo.Telemetry.Storage;

namespace Vireo.Control.Tests.Loop;

public sealed class CycleTests
{
    [Fact]
    public void Cycles_start_at_once_and_then_keep_to_the_clocks_grid()
    {
        using var world = new LoopWorld();
        world.Time.Pass(TimeSpan.FromSeconds(137));
        world.Start();

        world.RunUntil(state => state.Cycle == 3);

        Assert.Equal(
            [TimeSpan.FromSeconds(137), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)],
            world.Seen.Select(fleet => fleet.TakenAt.TimeOfDay));
    }

    [Fact]
    public void A_decision_that_fails_is_told_and_the_next_cycle_tries_again()
    {
        using var world = new LoopWorld();
        world.Next(_ => throw new InvalidOperationException("a bug"));
        world.Next([Fleets.Move(1, from: 1, to: 2)]);
        world.Start();

        world.RunUntilEnded("plan1-0");

        Assert.Contains(world.Loop.State.Timeline, happened => happened.Message == "The decision failed and nothing was started: a bug");
    }

    [Fact]
    public void A_burst_of_changes_is_published_once_an_interval()
    {
        using var world = new LoopWorld();
        world.Options = world.Options with { PublishInterval = TimeSpan.FromMinutes(1) };
        world.Next([Fleets.Move(1, from: 1, to: 2), Fleets.Move(2, from: 1, to: 3), Fleets.Move(3, from: 2, to: 3)]);
        int published = 0;
        var loop = world.Start();
        loop.Published += _ => published++;

        world.Time.Pass(TimeSpan.FromMinutes(4));

        Assert.InRange(published, 2, 6);
    }

    [Fact]
    public void The_same_story_twice_is_the_same_to_the_byte()
    {
        var first = Tell();
        var second = Tell();

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Outside_virtual_time_it_runs_on_a_serial_context_of_its_own_and_commands_may_come_from_any_thread()
    {
        using var world = new LoopWorld();
        using var end = new CancellationTokenSource();
        var loop = new ClusterLoop(
            world.Options, world.Policy, world.Providers, new InMemoryTelemetryStore(), world.State,
            new Forecasting.FleetForecaster(new Forecasting.ForecastOptions()), TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<ClusterLoop>.Instance);
        var running = Task.Run(() => loop.RunAsync(end.Token), TestContext.Current.CancellationToken);

        await Parallel.ForAsync(0, 50, TestContext.Current.CancellationToken, async (i, token) =>
        {
            await loop.PauseAsync($"user-{i}", token);
            await loop.ResumeAsync($"user-{i}", token);
        });
        await end.CancelAsync();
        await running;

        Assert.Equal(new AuditVerification(true, 100, "All 100 rows are intact."), world.State.VerifyAudit());
        await loop.DisposeAsync();
    }

    private static List<ContentHash> Tell()
    {
        using var world = new LoopWorld();
        world.Next([Fleets.Move(1, from: 1, to: 2), Fleets.Move(2, from: 1, to: 3), new PowerOffHost(Fleets.HostId(1))], chained: true);
        world.Start();
        world.RunUntil(state => state.Cycle == 5);

        return [.. world.Seen.Select(ContentHash.Of)];
    }
}
