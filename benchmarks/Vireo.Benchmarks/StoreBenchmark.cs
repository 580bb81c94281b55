using Vireo.Fleet;
using Vireo.Telemetry.Storage.Sqlite;

namespace Vireo.Benchmarks;

/// <summary>The embedded store: writing, size on real traces, and the reads that people and cycles wait for.</summary>
public static class StoreBenchmark
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    /// <summary>Runs all of it; takes about a minute and 500 MB of disk.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var result in WriteAndReadMade(context))
        {
            yield return result;
        }

        foreach (var result in ReadRecent(context))
        {
            yield return result;
        }

        if (context.SharedData is { } shared)
        {
            string traces = Path.Combine(shared, "data", "vmtraces");
            yield return SizeOf(context, "PlanetLab, 7 days", Directory
                .GetFiles(Path.Combine(traces, "planetlab"), "planetlab-*.csv.gz").Order(StringComparer.Ordinal)
                .Select(file => (IEnumerable<TraceMatrix>)[TraceMatrix.ReadPlanetLab(file)]));
            yield return SizeOf(context, "Bitbrains, a month of 6 metrics",
                [TraceMatrix.ReadBitbrains(Path.Combine(traces, "bitbrains-rnd", "2013-07"))]);
        }
    }

    /// <summary>5,000 series for a week of 5 minutes, about 10 million points, as hypervisors report them.</summary>
    private static IEnumerable<BenchmarkResult> WriteAndReadMade(BenchmarkContext context)
    {
        const int Rounds = 2_016;
        var keys = Keys(machines: 1_250);
        var rounds = MakeRounds(keys, Rounds, FiveMinutes);
        double samples = (double)keys.Length * Rounds;
        string path = "";
        var written = Measure.Median(context.Time, 3, repetition =>
        {
            path = Path.Combine(context.WorkFolder, $"made-{repetition}.db");
            Write(context, path, rounds);
        });
        yield return new("store: write, durable per round", samples / written.Seconds, "samples/s", 2e6, true);
        yield return new("store: write, by CPU", samples / written.CpuSeconds, "samples/CPU s", null, true);
        yield return new("store: size, made series", new FileInfo(path).Length / samples, "bytes/sample", null, false);

        var store = SqliteTelemetryStore.Open(path, SqliteStoreOptions.Default, context.Time);
        var end = Start + (Rounds * FiveMinutes);
        var one = Measure.Median(context.Time, 201, i => store.Read(keys[i * 7], Start, end, FiveMinutes));
        yield return new("store: one series over a week", one.Seconds * 1_000, "ms", 1, false);

        var fleet = Measure.Median(context.Time, 7, _ => store.ReadFleet(Start, end, TimeSpan.FromHours(1)));
        yield return new("store: roll-up of 10 million points to hours", fleet.Seconds, "s", 0.5, false);
        yield return new("store: roll-up of 10 million points, by CPU", fleet.CpuSeconds, "CPU s", null, false);
        Measure.Complete(store.DisposeAsync().AsTask());
    }

    /// <summary>What a cycle reads: the last hour of 40,000 series, from memory.</summary>
    private static IEnumerable<BenchmarkResult> ReadRecent(BenchmarkContext context)
    {
        var keys = Keys(machines: 10_000);
        string path = Path.Combine(context.WorkFolder, "recent.db");
        var store = SqliteTelemetryStore.Open(path, SqliteStoreOptions.Default, context.Time);
        foreach (var round in MakeRounds(keys, 24, FiveMinutes))
        {
            Measure.Complete(store.AppendAsync(round, CancellationToken.None));
        }

        var end = Start + (24 * FiveMinutes);
        var read = Measure.Median(context.Time, 11, _ => store.ReadFleet(end.AddHours(-1), end, FiveMinutes));
        yield return new("store: last hour of 40,000 series", read.Seconds * 1_000, "ms", 100, false);
        Measure.Complete(store.DisposeAsync().AsTask());
    }

    private static BenchmarkResult SizeOf(
        BenchmarkContext context, string name, IEnumerable<IEnumerable<TraceMatrix>> parts)
    {
        string path = Path.Combine(context.WorkFolder, $"{name.Split(',')[0]}.db");
        var store = SqliteTelemetryStore.Open(path, SqliteStoreOptions.Default with { SurvivesPowerLoss = false }, context.Time);
        long samples = 0;
        var start = Start;
        foreach (var matrices in parts.Select(part => part.ToArray()))
        {
            int slots = matrices.Max(matrix => matrix.Slots);
            for (int slot = 0; slot < slots; slot++)
            {
                var round = RoundOf(matrices, slot, start + (slot * FiveMinutes));
                samples += round.Count;
                Measure.Complete(store.AppendAsync(round, CancellationToken.None));
            }

            start += slots * FiveMinutes;
        }

        store.Fold();
        Measure.Complete(store.DisposeAsync().AsTask());

        return new($"store: size, {name}", new FileInfo(path).Length / (double)samples, "bytes/sample", 2, false);
    }

    private static List<Measurement> RoundOf(TraceMatrix[] matrices, int slot, DateTimeOffset at)
    {
        List<Measurement> round = [];
        foreach (var matrix in matrices)
        {
            for (int row = 0; row < matrix.Rows.Count; row++)
            {
                double value = slot < matrix.Rows[row].Length ? matrix.Rows[row][slot] : double.NaN;
                if (!double.IsNaN(value))
                {
                    var entity = EntityId.Of(new VirtualMachineId(matrix.Machines[row]));
                    round.Add(new Measurement(new SeriesKey(entity, matrix.Metric), at, value));
                }
            }
        }

        return round;
    }

    private static void Write(BenchmarkContext context, string path, Measurement[][] rounds)
    {
        var store = SqliteTelemetryStore.Open(path, SqliteStoreOptions.Default, context.Time);
        foreach (var round in rounds)
        {
            Measure.Complete(store.AppendAsync(round, CancellationToken.None));
        }

        Measure.Complete(store.DisposeAsync().AsTask());
    }

    internal static SeriesKey[] Keys(int machines)
    {
        Metric[] metrics = [Metric.CpuUsage, Metric.MemoryActive, Metric.NetworkReceiveRate, Metric.CpuReady];

        return [.. Enumerable.Range(0, machines).SelectMany(machine => metrics.Select(metric =>
            new SeriesKey(EntityId.Of(new VirtualMachineId($"vm-{machine:00000}")), metric)))];
    }

    /// <summary>A daily wave with noise, rounded as hypervisors round; one machine in ten is idle.</summary>
    internal static Measurement[][] MakeRounds(SeriesKey[] keys, int rounds, TimeSpan step)
    {
        var random = new Random(7);
        double[] noise = new double[keys.Length];
        var made = new Measurement[rounds][];
        for (int round = 0; round < rounds; round++)
        {
            var at = Start + (round * step);
            double wave = 0.5 + (0.4 * Math.Sin(at.TimeOfDay.TotalDays * 2 * Math.PI));
            made[round] = new Measurement[keys.Length];
            for (int i = 0; i < keys.Length; i++)
            {
                noise[i] = (0.9 * noise[i]) + (0.05 * (random.NextDouble() - 0.5));
                double level = i / 4 % 10 == 0 ? 0 : Math.Clamp(wave + noise[i], 0, 1);
                made[round][i] = new Measurement(keys[i], at, Report(keys[i].Metric, level));
            }
        }

        return made;
    }

    private static double Report(Metric metric, double level) => metric.Unit switch
    {
        MetricUnit.Mhz => Math.Round(level * 5_200),
        MetricUnit.Bytes => Math.Round(level * 2_097_152) * 4_096,
        MetricUnit.BytesPerSecond => Math.Round(level * 20_000) * 1_024,
        _ => Math.Round(level / 10, 4),
    };
}
