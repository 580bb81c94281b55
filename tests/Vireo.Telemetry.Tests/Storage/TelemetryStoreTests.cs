using Microsoft.Extensions.Time.Testing;
using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;
using Vireo.Telemetry.Storage;
using Vireo.Telemetry.Storage.Sqlite;

namespace Vireo.Telemetry.Tests.Storage;

/// <summary>What every store promises.</summary>
public sealed class TelemetryStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Kinds => ["memory", "sqlite", "sqlite that folds at once"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_series_comes_back_on_its_grid_with_gaps_as_NaN(string kind)
    {
        await using var store = Create(kind);
        Measurement[] samples = [Samples.At(Samples.Cpu, 0, 10), Samples.At(Samples.Cpu, 1, 20), Samples.At(Samples.Cpu, 11, 30)];
        await store.AppendAsync(samples, Token);

        var series = store.Read(Samples.Cpu, Samples.Noon, Samples.Noon.AddMinutes(15), Samples.FiveMinutes);

        Assert.NotNull(series);
        Assert.Equal([15, double.NaN, 30], series.Values.ToArray());
        Assert.Equal(Samples.Noon, series.Start);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_window_without_samples_is_null_and_absent_from_the_fleet(string kind)
    {
        await using var store = Create(kind);
        await store.AppendAsync([Samples.At(Samples.Cpu, 0, 10)], Token);

        Assert.Null(store.Read(Samples.Cpu, Samples.Noon.AddHours(1), Samples.Noon.AddHours(2), Samples.FiveMinutes));
        Assert.Null(store.Read(Samples.Key("none", Metric.CpuUsage), Samples.Noon, Samples.Noon.AddHours(2), Samples.FiveMinutes));
        Assert.Empty(store.ReadFleet(Samples.Noon.AddHours(1), Samples.Noon.AddHours(2), Samples.FiveMinutes).Series);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_later_sample_for_a_stored_instant_replaces_it(string kind)
    {
        await using var store = Create(kind);
        await store.AppendAsync(Samples.Every(Samples.Cpu, Samples.FiveMinutes, 200, i => i), Token);
        await store.AppendAsync([Samples.At(Samples.Cpu, 50, 777)], Token);

        var series = store.Read(Samples.Cpu, Samples.Noon, Samples.Noon.AddMinutes(1_000), Samples.FiveMinutes);

        Assert.NotNull(series);
        Assert.Equal([9, 777, 11], series.Values.ToArray()[9..12]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_fleet_is_read_in_the_order_of_keys_and_equals_single_reads(string kind)
    {
        await using var store = Create(kind);
        for (int round = 0; round < 300; round++)
        {
            await store.AppendAsync(
                [.. Enumerable.Range(0, 7).Select(vm => Samples.At(Samples.Key($"vm-{6 - vm}", Metric.CpuUsage), round * 5, (vm * 100) + (round % 13)))],
                Token);
        }

        var (from, to) = (Samples.Noon.AddMinutes(20), Samples.Noon.AddMinutes(1_500));
        var fleet = store.ReadFleet(from, to, Samples.FiveMinutes);

        Assert.Equal(store.Keys, fleet.Series.Keys);
        Assert.Equal(store.Keys.Order(), store.Keys);
        foreach (var (key, series) in fleet.Series)
        {
            Assert.Equal(store.Read(key, from, to, Samples.FiveMinutes)?.Values.ToArray(), series.Values.ToArray());
            Assert.Equal(296, series.Values.Length);
            Assert.DoesNotContain(double.NaN, series.Values.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_roll_up_gives_mean_maximum_and_percentile(string kind)
    {
        await using var store = Create(kind);
        await store.AppendAsync(Samples.Every(Samples.Cpu, TimeSpan.FromMinutes(1), 120, i => i % 60), Token);

        var rollup = store.ReadRollup(Samples.Cpu, Samples.Noon, Samples.Noon.AddHours(2), RollupResolution.Hour);

        Assert.NotNull(rollup);
        Assert.Equal(
            [new RollupPoint(Samples.Noon, 60, 29.5, 59, 56), new RollupPoint(Samples.Noon.AddHours(1), 60, 29.5, 59, 56)],
            rollup.Points);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Marks_and_watermarks_travel_with_the_round(string kind)
    {
        await using var store = Create(kind);
        var provider = new ProviderId("esx");
        var samples = Samples.Every(Samples.Cpu, Samples.FiveMinutes, 12, i => i);
        SampleMark[] marks = [.. Enumerable.Range(3, 6).Select(i => new SampleMark(Samples.Cpu, samples[i].At.AddSeconds(1), MarkKind.Impossible))];

        await store.AppendAsync(new CleanBatch(samples, marks, new ProviderWatermark(provider, samples[^1].At)), Token);

        var series = store.Read(Samples.Cpu, Samples.Noon, Samples.Noon.AddHours(1), Samples.FiveMinutes);
        Assert.NotNull(series);
        Assert.False(series.Quality.IsActionable);
        Assert.Equal("6 impossible values were rejected.", series.Quality.Problem);
        Assert.Equal(samples[^1].At, store.ReadWatermark(provider));
        Assert.Null(store.ReadWatermark(new ProviderId("other")));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_value_that_is_not_finite_is_refused_and_nothing_of_its_round_is_stored(string kind)
    {
        await using var store = Create(kind);

        await Assert.ThrowsAsync<ArgumentException>(async () => await store.AppendAsync(
            [Samples.At(Samples.Cpu, 0, 1), Samples.At(Samples.Cpu, 5, double.NaN)], Token));

        Assert.Empty(store.Keys);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ITelemetryStore Create(string kind) => kind switch
    {
        "memory" => new InMemoryTelemetryStore(),
        "sqlite" => SqliteTelemetryStore.Open(folder.File("t.db"), SqliteStoreOptions.Default, new FakeTimeProvider()),
        _ => SqliteTelemetryStore.Open(
            folder.File("t.db"), SqliteStoreOptions.Default with { ChunkSamples = 1, RecentSamples = 3 }, new FakeTimeProvider()),
    };
}
