using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Telemetry.Storage;

namespace Vireo.Control.Tests.Loop;

/// <summary>Sizes are advised from whatever history there is.</summary>
public class SizingRoundsTests
{
    private const int Machines = 40;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly Policy Sizes = new() { Resizing = new ResizePolicy() };

    [Fact]
    public async Task The_first_look_judges_every_machine_from_the_history_that_is_stored()
    {
        var rounds = new SizingRounds(await HistoryAsync(days: 3), new FleetForecaster(new ForecastOptions()));

        var advice = rounds.Advise(FleetAt(Start.AddDays(3)), Sizes);

        Assert.Equal(Machines, advice.Length);
        Assert.All(advice, one => Assert.False(one.IsTooSmall));
    }

    [Fact]
    public async Task Whoever_switches_sizing_off_and_on_is_advised_at_once_again_and_machines_that_are_gone_are_forgotten()
    {
        var rounds = new SizingRounds(await HistoryAsync(days: 3), new FleetForecaster(new ForecastOptions()));
        var fleet = FleetAt(Start.AddDays(3));
        rounds.Advise(fleet, Sizes);

        var off = rounds.Advise(fleet, new Policy());
        var fewer = rounds.Advise(fleet with { VirtualMachines = [.. fleet.VirtualMachines.Skip(1)] }, Sizes);

        Assert.Empty(off);
        Assert.Equal(Machines - 1, fewer.Length);
    }

    private static FleetSnapshot FleetAt(DateTimeOffset at) => FleetSnapshot.Create(
        at, Fleets.Cluster, [Fleets.Host(1)], Enumerable.Range(0, Machines).Select(number => Fleets.Machine(number, host: 1)), [], []);

    private static async Task<InMemoryTelemetryStore> HistoryAsync(int days)
    {
        var store = new InMemoryTelemetryStore();
        await store.AppendAsync(
            [
                .. Enumerable.Range(0, Machines).SelectMany(number => Enumerable.Range(0, days * 144).SelectMany(step => new[]
                {
                    At(number, Metric.CpuDemand, step, 500 + (50 * Math.Sin(step / 20.0))),
                    At(number, Metric.MemoryUsage, step, 0.3 * (4L << 30)),
                })),
            ],
            TestContext.Current.CancellationToken);

        return store;
    }

    private static Measurement At(int number, Metric metric, int step, double value) =>
        new(new SeriesKey(EntityId.Of(Fleets.MachineId(number)), metric), Start.AddMinutes(10 * step), value);
}
