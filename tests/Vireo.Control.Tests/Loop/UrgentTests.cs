using Vireo.Detection;
using Vireo.Fleet;
using Vireo.Telemetry.Storage;

namespace Vireo.Control.Tests;

/// <summary>What does not wait for the next cycle.</summary>
public sealed class UrgentTests
{
    private static readonly ClusterLoopOptions Watchful = new() { Cluster = Fleets.Cluster, LookoutInterval = TimeSpan.FromMinutes(1) };

    [Fact]
    public void A_host_that_fails_between_two_cycles_leads_to_a_decision_at_once_and_the_reason_is_recorded()
    {
        using var world = new LoopWorld { Options = Watchful };
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        var at = world.Time.Now;
        world.Hypervisor.With(Fleets.Host(2) with { State = HostState.Failed });

        world.RunUntil(state => state.Cycle == 2);

        Assert.InRange(world.Time.Now - at, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(95));
        Assert.Equal("Host 'host-2' went from On to Failed.", world.Loop.State.Pace.Early);
        Assert.Contains(world.Loop.State.Timeline, happened => happened.Message.StartsWith("Decides early: Host 'host-2'", StringComparison.Ordinal));
        Assert.Equal(HostState.Failed, world.Seen[^1].Hosts[1].State);
    }

    [Fact]
    public void The_decision_after_an_early_one_is_back_on_the_grid()
    {
        using var world = new LoopWorld { Options = Watchful };
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        world.Hypervisor.With(Fleets.Host(2) with { State = HostState.Failed });

        world.RunUntil(state => state.Cycle == 3);

        Assert.Equal((0, 5), (world.Seen[0].TakenAt.Minute, world.Seen[^1].TakenAt.Minute));
        Assert.Equal("", world.Loop.State.Pace.Early);
    }

    [Fact]
    public void Machines_that_are_asked_for_do_not_wait_for_the_next_cycle()
    {
        using var world = new LoopWorld();
        var loop = world.Start();
        world.RunUntil(state => state.Cycle == 1);
        var at = world.Time.Now;

        world.Time.Start(() => loop.DeployAsync(Request, "anna", TestContext.Current.CancellationToken));
        world.RunUntil(state => state.Cycle == 2);

        Assert.InRange(world.Time.Now - at, TimeSpan.Zero, TimeSpan.FromSeconds(35));
        Assert.Equal("Deployment 'shop' was asked for by anna.", loop.State.Pace.Early);
    }

    [Fact]
    public void A_migration_that_fails_leads_to_another_decision()
    {
        using var world = new LoopWorld();
        world.Hypervisor.Failure = request => request.Action is Migration ? "the link is down" : null;
        world.Next([Fleets.Move(1, 1, 2)]);
        world.Start();
        world.RunUntil(state => state.Cycle == 2);

        Assert.InRange(world.Seen[1].TakenAt - world.Seen[0].TakenAt, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(4.9));
        Assert.Contains("Failed", world.Loop.State.Pace.Early);
    }

    [Fact]
    public async Task A_danger_that_new_measurements_show_does_not_wait_for_the_cycle()
    {
        var store = new InMemoryTelemetryStore();
        using var world = new LoopWorld
        {
            Telemetry = store,
            Options = Watchful with
            {
                CycleInterval = TimeSpan.FromMinutes(30),
                Rules =
                [
                    new ThresholdRule(
                        "host-hot", EntityKind.Host, Metric.CpuUsage, Above: 0.9, ClearBelow: 0.8, OfCapacity: true,
                        For: TimeSpan.FromMinutes(5), Severity.Warning),
                ],
            },
        };
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        var at = world.Time.Now;
        var hot = new SeriesKey(EntityId.Of(Fleets.HostId(1)), Metric.CpuUsage);
        await store.AppendAsync(
            [.. Enumerable.Range(0, 60).Select(minute => new Measurement(hot, at.AddMinutes(minute), 39_000))],
            TestContext.Current.CancellationToken);

        world.RunUntil(state => state.Cycle == 2);

        Assert.InRange(world.Time.Now - at, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(17));
        Assert.StartsWith("Host/h-1 is in danger: host-hot", world.Loop.State.Pace.Early, StringComparison.Ordinal);
        Assert.Contains(world.Loop.State.Outlook.Hazards, hazard => hazard.Kind == HazardKind.Pressure);
    }

    [Fact]
    public void Trouble_without_end_is_decided_on_no_more_often_than_the_rest_allows()
    {
        using var world = new LoopWorld { Options = Watchful with { LookoutInterval = TimeSpan.FromSeconds(5) } };
        world.Start();
        world.RunUntil(state => state.Cycle == 1);
        var end = world.Time.Now + TimeSpan.FromMinutes(10);
        for (int i = 0; world.Time.Now < end; i++)
        {
            world.Hypervisor.With(Fleets.Host(2) with { State = i % 2 == 0 ? HostState.Failed : HostState.On });
            var next = world.Time.Now + TimeSpan.FromSeconds(6);
            world.Time.RunUntil(() => world.Time.Now >= next, TimeSpan.FromMinutes(1));
        }

        Assert.All(
            world.Seen.Zip(world.Seen.Skip(1)).Where(pair => pair.Second.TakenAt.Second + (pair.Second.TakenAt.Minute % 5) != 0),
            pair => Assert.True(pair.Second.TakenAt - pair.First.TakenAt >= TimeSpan.FromSeconds(30)));
        Assert.InRange(world.Seen.Count, 6, 23);
    }

    private static Deployment Request { get; } = new()
    {
        Id = new("shop"),
        Machines = [new DeployedMachine(new("db"), new("small"))],
        RequestedBy = "",
        RequestedAt = DateTimeOffset.UnixEpoch,
        Deadline = DateTimeOffset.UnixEpoch + TimeSpan.FromHours(1),
    };
}
