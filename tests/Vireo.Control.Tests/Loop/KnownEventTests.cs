using Vireo.Fleet;
using Vireo.Telemetry.Storage;

namespace Vireo.Control.Tests;

public sealed class KnownEventTests
{
    private const int Days = 4;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly SeriesKey Cpu = new(EntityId.Of(Fleets.MachineId(1)), Metric.CpuUsage);

    [Fact]
    public async Task What_an_event_of_the_policy_does_is_learned_from_the_store_and_survives_a_restart_without_it()
    {
        using var world = new LoopWorld();
        world.Policy = world.Policy with
        {
            Events = [new KnownEvent("batch", world.Time.Now - TimeSpan.FromDays(2), TimeSpan.FromHours(2))],
        };
        world.Telemetry = new InMemoryTelemetryStore();
        await world.Telemetry.AppendAsync(Load(world.Time.Now), TestContext.Current.CancellationToken);
        world.Start();
        world.RunUntil(state => state.Cycle == 2);
        var learned = world.Forecaster!.EventMemory;
        world.Stop();

        world.Telemetry = new InMemoryTelemetryStore();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        var (name, lift) = Assert.Single(world.Forecaster.EventMemory);
        Assert.Equal("cpu.usage/batch", name);
        Assert.Equal(1, lift.Occurrences);
        Assert.InRange(lift.Phases.Average(), 2, 4);
        Assert.Equal(learned[name].Phases, lift.Phases);
    }

    // 1,000 MHz, and 4,000 in the event.
    private static Measurement[] Load(DateTimeOffset now) =>
    [
        .. Enumerable.Range(1, (int)(TimeSpan.FromDays(Days) / Step)).Select(back => now - (back * Step)).Reverse()
            .Select((at, i) => new Measurement(
                Cpu, at, (at >= now - TimeSpan.FromDays(2) && at < now - TimeSpan.FromHours(46) ? 4_000 : 1_000) + (i % 7))),
    ];
}
