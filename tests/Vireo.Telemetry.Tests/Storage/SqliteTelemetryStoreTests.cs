using Microsoft.Extensions.Time.Testing;
using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;
using Vireo.Telemetry.Storage;
using Vireo.Telemetry.Storage.Sqlite;

namespace Vireo.Telemetry.Tests.Storage;

/// <summary>What the store on disk promises when things go wrong.</summary>
public sealed class SqliteTelemetryStoreTests : IDisposable
{
    private static readonly SqliteStoreOptions SmallChunks = SqliteStoreOptions.Default with { ChunkSamples = 20, RecentSamples = 4 };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Everything_is_there_after_reopening()
    {
        var provider = new ProviderId("esx");
        await using (var store = Open(SmallChunks))
        {
            await AppendRoundsAsync(store, first: 0, count: 50);
            await store.AppendAsync(
                new CleanBatch([], [new SampleMark(Key(0), Samples.Noon, MarkKind.Outlier)], new ProviderWatermark(provider, Samples.Noon)),
                Token);
        }

        await using var reopened = Open(SmallChunks);
        await AppendRoundsAsync(reopened, first: 50, count: 5);

        AssertRounds(reopened, 55);
        Assert.Equal(Samples.Noon, reopened.ReadWatermark(provider));
        Assert.True(reopened.Read(Key(0), Samples.Noon, Samples.Noon.AddHours(2), Samples.FiveMinutes)?.Quality.OutlierRatio > 0);
    }

    [Fact]
    public async Task A_killed_process_loses_no_acknowledged_round()
    {
        int acknowledged;
        using (var child = KillableWriter.Start(folder.File("t.db")))
        {
            acknowledged = await child.ReadUntilAsync(137, Token);
            acknowledged = Math.Max(acknowledged, await child.KillAsync(Token));
        }

        await using var store = SqliteTelemetryStore.Open(folder.File("t.db"), KillableWriter.Options, new FakeTimeProvider());

        Assert.Empty(store.OpeningNotice);
        Assert.Equal(0, store.Statistics.CorruptChunks);
        int stored = 0;
        for (int vm = 0; vm < KillableWriter.Machines; vm++)
        {
            var series = store.Read(
                KillableWriter.Key(vm), KillableWriter.Start0, KillableWriter.Start0.AddSeconds(20 * 1_000_000), TimeSpan.FromSeconds(20));
            Assert.NotNull(series);
            double[] values = series.Values.ToArray()[..(acknowledged + 1)];
            Assert.Equal(Enumerable.Range(0, acknowledged + 1).Select(round => KillableWriter.Value(round, vm)), values);
            stored++;
        }

        Assert.Equal(KillableWriter.Machines, stored);
    }

    [Fact]
    public async Task A_full_store_says_so_keeps_running_and_keeps_what_it_acknowledged()
    {
        int acknowledged = 0;
        await using (var store = Open(SmallChunks with { MaximumBytes = 1 << 19 }))
        {
            var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            {
                for (; acknowledged < 100_000; acknowledged++)
                {
                    await AppendRoundsAsync(store, acknowledged, 1);
                }
            });

            Assert.Contains("full", refused.Message, StringComparison.Ordinal);
            AssertRounds(store, acknowledged);
            Assert.True(store.Statistics.FailedAppends > 0);
        }

        await using var enlarged = Open(SmallChunks);
        await AppendRoundsAsync(enlarged, acknowledged, 3);

        Assert.Empty(enlarged.OpeningNotice);
        AssertRounds(enlarged, acknowledged + 3);
    }

    [Fact]
    public async Task A_really_full_disk_loses_nothing_acknowledged()
    {
        using var disk = TinyDisk.Mount(folder.Path, megabytes: 2);
        if (disk is null)
        {
            Assert.Skip("Needs root and tmpfs mounts.");
        }

        string path = Path.Combine(disk.Path, "t.db");
        var options = SmallChunks with { ChunkSamples = 200 };
        int acknowledged = 0;
        await using (var store = SqliteTelemetryStore.Open(path, options, new FakeTimeProvider()))
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            {
                for (; acknowledged < 1_000_000; acknowledged++)
                {
                    await AppendRoundsAsync(store, acknowledged, 1);
                }
            });

            AssertRounds(store, acknowledged);
        }

        await using var reopened = SqliteTelemetryStore.Open(path, options, new FakeTimeProvider());
        Assert.Empty(reopened.OpeningNotice);
        AssertRounds(reopened, acknowledged);
    }

    [Theory]
    [InlineData("cut to a third")]
    [InlineData("text")]
    [InlineData("zeros in the middle")]
    public async Task A_damaged_file_is_moved_aside_and_a_new_one_started(string damage)
    {
        await using (var store = Open(SmallChunks))
        {
            await AppendRoundsAsync(store, first: 0, count: 100);
            store.Fold();
        }

        Damage(folder.File("t.db"), damage);

        await using var fresh = Open(SmallChunks);
        await AppendRoundsAsync(fresh, first: 0, count: 3);

        Assert.StartsWith("The telemetry store", fresh.OpeningNotice, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.Path, "t.db.damaged-*"), file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal));
        AssertRounds(fresh, 3);
    }

    [Fact]
    public async Task A_second_process_is_told_that_the_store_is_in_use()
    {
        await using var store = Open(SmallChunks);

        var refused = Assert.Throws<IOException>(() => Open(SmallChunks));

        Assert.Contains("another Vireo", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_samples_are_dropped_and_live_on_in_roll_ups()
    {
        var retention = new Retention(TimeSpan.FromDays(2), TimeSpan.FromDays(4), TimeSpan.FromDays(8), TimeSpan.FromDays(100));
        await using var store = Open(SmallChunks with { Retention = retention, ChunkSamples = 100 });
        for (int hour = 0; hour < 24 * 10; hour++)
        {
            await store.AppendAsync(Samples.Every(Samples.Cpu, TimeSpan.FromMinutes(1), 60, minute => (hour * 60) + minute)
                .Select(sample => sample with { At = sample.At.AddHours(hour) }).ToArray(), Token);
        }

        var now = Samples.Noon.AddDays(10);
        store.ApplyRetention(now);
        store.ApplyRetention(now);

        var first = Samples.Noon;
        Assert.Null(store.Read(Samples.Cpu, first, first.AddDays(6), Samples.FiveMinutes));
        Assert.NotNull(store.Read(Samples.Cpu, now.AddDays(-2), now, Samples.FiveMinutes));
        Assert.Null(store.ReadRollup(Samples.Cpu, first, first.AddDays(5), RollupResolution.FiveMinutes));
        Assert.Null(store.ReadRollup(Samples.Cpu, first, first.AddDays(1), RollupResolution.Hour));
        var hours = store.ReadRollup(Samples.Cpu, first.AddDays(3), now, RollupResolution.Hour);
        var days = store.ReadRollup(Samples.Cpu, first, now, RollupResolution.Day);
        Assert.Equal(24 * 7, hours?.Points.Count);
        Assert.Equal(new RollupPoint(first.AddDays(3), 60, (3 * 1_440) + 29.5, (3 * 1_440) + 59, (3 * 1_440) + 56), hours?.Points[0]);
        Assert.Equal(11, days?.Points.Count);
        Assert.Equal(1_440, days?.Points[1].Count);
    }

    [Fact]
    public async Task Readers_see_whole_rounds_while_the_writer_writes_and_folds()
    {
        await using var store = Open(SmallChunks);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(
            () =>
            {
                int reads = 0;
                while (!stop.IsCancellationRequested)
                {
                    foreach (var series in store.ReadFleet(Samples.Noon, Samples.Noon.AddMinutes(5 * 400), Samples.FiveMinutes).Series.Values)
                    {
                        double[] values = series.Values.ToArray();
                        int last = Array.FindLastIndex(values, value => !double.IsNaN(value));
                        Assert.DoesNotContain(double.NaN, values[..last]);
                        Assert.Equal(Value(last / 2, Machine(series.Key)), values[last / 2]);
                    }

                    reads++;
                }

                return reads;
            },
            Token);

        await AppendRoundsAsync(store, 0, 400);
        await stop.CancelAsync();

        Assert.True(await reading >= 0);
        AssertRounds(store, 400);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteTelemetryStore Open(SqliteStoreOptions options) =>
        SqliteTelemetryStore.Open(folder.File("t.db"), options, new FakeTimeProvider());

    private static SeriesKey Key(int machine) => Samples.Key($"vm-{machine}", Metric.CpuUsage);

    private static int Machine(SeriesKey key) => int.Parse(key.Entity.Value.AsSpan(3));

    private static double Value(int round, int machine) => (round * 37 % 100) + (machine * 0.25);

    private static async Task AppendRoundsAsync(SqliteTelemetryStore store, int first, int count)
    {
        for (int round = first; round < first + count; round++)
        {
            int now = round;
            await store.AppendAsync(
                [.. Enumerable.Range(0, 20).Select(vm => new Measurement(Key(vm), Samples.Noon + (now * Samples.FiveMinutes), Value(now, vm)))],
                Token);
        }
    }

    private static void AssertRounds(SqliteTelemetryStore store, int count)
    {
        for (int vm = 0; vm < 20; vm++)
        {
            int machine = vm;
            var series = store.Read(Key(vm), Samples.Noon, Samples.Noon + (count * Samples.FiveMinutes), Samples.FiveMinutes);
            Assert.Equal(Enumerable.Range(0, count).Select(round => Value(round, machine)), series?.Values.ToArray());
        }
    }

    private static void Damage(string path, string damage)
    {
        Assert.False(File.Exists(path + "-wal"), "The log must be in the file before it is damaged.");
        using var file = File.Open(path, FileMode.Open);
        if (damage == "cut to a third")
        {
            file.SetLength(file.Length / 3);
        }
        else if (damage == "text")
        {
            file.SetLength(0);
            file.Write("this is no database, it is a text of some length"u8);
        }
        else
        {
            file.Position = 16_384;
            file.Write(new byte[16_384 * 4]);
        }
    }
}
