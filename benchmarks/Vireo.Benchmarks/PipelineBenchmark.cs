using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;
using Vireo.Telemetry.Collecting;
using Vireo.Telemetry.Storage.Sqlite;

namespace Vireo.Benchmarks;

/// <summary>Raw rounds through collecting and cleaning into the embedded store.</summary>
public static class PipelineBenchmark
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    /// <summary>Runs it: 20,000 series, a third of them counters, 100 rounds, each overlapping the one
    /// before.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var rounds = MakeRounds(series: 20_000, count: 100);
        double samples = rounds.Sum(round => (double)round.Length);

        var cleaned = Measure.Median(context.Time, 3, _ =>
        {
            var pipeline = CleaningPipeline.CreateDefault();
            foreach (var round in rounds)
            {
                pipeline.Clean(round, round[0].At, watermark: null);
            }
        });
        yield return new("pipeline: clean", samples / cleaned.Seconds, "samples/s", null, true);

        var collected = Measure.Median(context.Time, 3, repetition => Collect(context, rounds, repetition));
        yield return new("pipeline: collect, clean and store", samples / collected.Seconds, "samples/s", 5e5, true);
        yield return new("pipeline: collect, clean and store, by CPU", samples / collected.CpuSeconds, "samples/CPU s", null, true);
    }

    private static void Collect(BenchmarkContext context, Measurement[][] rounds, int repetition)
    {
        string path = Path.Combine(context.WorkFolder, $"pipeline-{repetition}.db");
        var store = SqliteTelemetryStore.Open(path, SqliteStoreOptions.Default, context.Time);
        var clock = new RoundClock();
        var provider = new ReplayedHypervisor(rounds, clock);
        var collector = new TelemetryCollector(
            [provider], CleaningPipeline.CreateDefault(), store, CollectorOptions.Default, clock, new Random(1), _ => { });
        for (int round = 0; round < rounds.Length; round++)
        {
            clock.Now = rounds[round][0].At;
            Measure.Complete(collector.CollectOnceAsync(CancellationToken.None));
        }

        if (collector.Providers[0].Error.Length > 0 || collector.StoreError.Length > 0)
        {
            throw new InvalidOperationException(collector.Providers[0].Error + collector.StoreError);
        }

        Measure.Complete(store.DisposeAsync().AsTask());
    }

    private static Measurement[][] MakeRounds(int series, int count)
    {
        var random = new Random(3);
        Metric[] metrics = [Metric.CpuUsage, Metric.MemoryUsage, Metric.NetworkReceived];
        SeriesKey[] keys = [.. Enumerable.Range(0, series).Select(i => new SeriesKey(
            EntityId.Of(new VirtualMachineId($"vm-{i / 3:00000}")), metrics[i % 3]))];
        double[] totals = new double[series];
        var start = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

        return [.. Enumerable.Range(0, count).Select(round => keys.Select((key, i) => new Measurement(
            key, start + (round * Interval), Read(key.Metric, ref totals[i], random))).ToArray())];
    }

    private static double Read(Metric metric, ref double total, Random random) => metric.Kind == MetricKind.Counter
        ? total += random.Next(1_000_000)
        : metric.Unit == MetricUnit.Mhz ? random.Next(5_000) : random.Next(1_000_000) * 4_096.0;

    private sealed class RoundClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class ReplayedHypervisor(Measurement[][] rounds, RoundClock clock) : IHypervisor
    {
        public ProviderId Id { get; } = new("replayed");

        public ProviderCapabilities Capabilities { get; } = new(default, Interval, TimeSpan.Zero);

        public Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new ProviderInventory(clock.Now, [], []));

        public Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(
            DateTimeOffset after, CancellationToken cancellationToken)
        {
            int round = (int)((clock.Now - rounds[0][0].At) / Interval);

            return Task.FromResult<IReadOnlyList<Measurement>>(rounds[round]);
        }

        public Task<IReadOnlyList<FleetEvent>> ReadEventsAsync(
            DateTimeOffset after, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<FleetEvent>>([]);
    }
}
