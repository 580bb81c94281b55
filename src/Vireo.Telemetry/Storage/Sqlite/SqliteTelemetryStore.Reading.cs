using Microsoft.Data.Sqlite;
using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;

namespace Vireo.Telemetry.Storage.Sqlite;

public sealed partial class SqliteTelemetryStore
{
    /// <inheritdoc/>
    public TimeSeries? Read(SeriesKey key, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        var window = new SeriesWindow(from, to, step);
        StoredSeries? series;
        var inMemory = new MemoryPart();
        using (new ReadLock(gate))
        {
            series = table.Find(key);
            if (series is null || window.From >= series.CompleteFrom)
            {
                return series is null ? null : window.Build(series, series.Recent);
            }

            inMemory.Copy(series, window);
        }

        var samples = new SeriesBuffer();
        ReadChunks(series.Id, inMemory, window, samples);
        inMemory.AddTo(samples);

        using var held = new ReadLock(gate);

        return window.Build(series, samples);
    }

    /// <inheritdoc/>
    public FleetSeries ReadFleet(DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        var window = new SeriesWindow(from, to, step);
        StoredSeries[] all;
        TimeSeries?[] built;
        List<int> onDisk = [];
        MemoryPart[] inMemory;
        using (new ReadLock(gate))
        {
            all = table.InOrder;
            built = new TimeSeries?[all.Length];
            inMemory = new MemoryPart[all.Length];
            for (int i = 0; i < all.Length; i++)
            {
                if (window.From >= all[i].CompleteFrom)
                {
                    built[i] = window.Build(all[i], all[i].Recent);
                }
                else if (all[i].FirstAt < window.To && all[i].LastAt >= window.From)
                {
                    inMemory[i] = new MemoryPart();
                    inMemory[i].Copy(all[i], window);
                    onDisk.Add(i);
                }
            }
        }

        ReadFromDisk(window, onDisk, all, inMemory, (i, samples) => built[i] = window.Build(all[i], samples));

        return Assemble(to, step, all, built);
    }

    /// <inheritdoc/>
    public RollupSeries? ReadRollup(
        SeriesKey key, DateTimeOffset from, DateTimeOffset to, RollupResolution resolution)
    {
        var window = new SeriesWindow(from, to, TimeSpan.FromSeconds((int)resolution));
        var inMemory = new MemoryPart();
        StoredSeries? series;
        using (new ReadLock(gate))
        {
            series = table.Find(key);
            if (series is null)
            {
                return null;
            }

            inMemory.Copy(series, window);
        }

        long rolled = Interlocked.Read(ref rolledUntil);
        var points = new List<RollupPoint>();
        ReadStoredRollups(series.Id, window, resolution, rolled, points);
        var samples = new SeriesBuffer();
        ReadChunks(series.Id, inMemory, window, samples);
        inMemory.AddTo(samples);
        int first = samples.IndexFrom(rolled);
        Rollup.Append(samples.Times[first..], samples.Values[first..], resolution, points);

        return points.Count == 0 ? null : new RollupSeries(key, resolution, points);
    }

    private static FleetSeries Assemble(
        DateTimeOffset to, TimeSpan step, StoredSeries[] all, TimeSeries?[] built)
    {
        var found = new OrderedDictionary<SeriesKey, TimeSeries>(all.Length);
        foreach (var series in built)
        {
            if (series is not null)
            {
                found.Add(series.Key, series);
            }
        }

        return new FleetSeries(to, step, found);
    }

    private void ReadStoredRollups(
        int series, SeriesWindow window, RollupResolution resolution, long rolled, List<RollupPoint> points)
    {
        long lastDay = Math.Min(window.To, rolled);
        var stored = new List<RollupPoint>();
        WithSession(session =>
        {
            var rows = session.RollupsOfSeries.Bind(1, (long)resolution).Bind(2, Grid.Floor(window.From, Day))
                .Bind(3, lastDay).Bind(4, series);
            while (rows.Step())
            {
                try
                {
                    RollupCodec.Decode(session.Decoder.Codec, rows.Blob(0), stored);
                }
                catch (InvalidDataException)
                {
                    Interlocked.Increment(ref corruptChunks);
                }
            }
        });
        points.AddRange(stored.Where(point =>
            point.At.ToUnixTimeMilliseconds() >= window.From && point.At.ToUnixTimeMilliseconds() < window.To));
    }

    private void ReadChunks(int series, MemoryPart inMemory, SeriesWindow window, SeriesBuffer samples)
    {
        long end = Math.Min(window.To, inMemory.CompleteFrom);
        if (end <= window.From)
        {
            return;
        }

        WithSession(session =>
        {
            var rows = session.ChunksOfSeries.Bind(1, series).Bind(2, window.From).Bind(3, end);
            while (rows.Step())
            {
                if (!session.Decoder.TryDecode(rows.Blob(0), window.From, end, samples))
                {
                    Interlocked.Increment(ref corruptChunks);
                }
            }
        });
    }

    /// <summary>Reads all chunks of a window in one pass over the file, then decodes them on all cores.</summary>
    private void ReadFromDisk(
        SeriesWindow window, List<int> wanted, StoredSeries[] all, MemoryPart[] inMemory,
        Action<int, SeriesBuffer> take)
    {
        if (wanted.Count == 0)
        {
            return;
        }

        var chunks = new ChunkPile();
        WithSession(session =>
        {
            var rows = session.ChunksOfFleet.Bind(1, window.From).Bind(2, window.To);
            while (rows.Step())
            {
                chunks.Add((int)(rows.Int64(0) & ((1L << ReadSession.SeriesBits) - 1)), rows.Blob(1));
            }
        });

        Parallel.For(
            0, wanted.Count, () => (Decoder: new ChunkDecoder(), Samples: new SeriesBuffer()),
            (index, _, worker) =>
            {
                int i = wanted[index];
                long end = Math.Min(window.To, inMemory[i].CompleteFrom);
                worker.Samples.Clear();
                foreach (var chunk in chunks.Of(all[i].Id))
                {
                    if (!worker.Decoder.TryDecode(chunk.Span, window.From, end, worker.Samples))
                    {
                        Interlocked.Increment(ref corruptChunks);
                    }
                }

                inMemory[i].AddTo(worker.Samples);
                take(i, worker.Samples);

                return worker;
            },
            _ => { });
    }

    /// <summary>Lends a session. A file that cannot be read counts as damage; memory still answers what it
    /// can.</summary>
    private void WithSession(Action<ReadSession> read)
    {
        try
        {
            if (!sessions.TryTake(out var session))
            {
                session = new ReadSession(path);
            }

            try
            {
                read(session);
            }
            finally
            {
                session.ResetAll();
                sessions.Add(session);
            }
        }
        catch (SqliteException)
        {
            Interlocked.Increment(ref corruptChunks);
        }
    }
}
