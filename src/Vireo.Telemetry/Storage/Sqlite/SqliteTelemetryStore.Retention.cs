using Vireo.Telemetry.Cleaning;

namespace Vireo.Telemetry.Storage.Sqlite;

public sealed partial class SqliteTelemetryStore
{
    private const long Day = 86_400_000;

    private static readonly RollupResolution[] Resolutions = Enum.GetValues<RollupResolution>();

    /// <summary>Days before this one are rolled up; their samples may be gone.</summary>
    private long rolledUntil = long.MinValue;

    /// <inheritdoc/>
    public void ApplyRetention(DateTimeOffset now)
    {
        lock (writing)
        {
            long cut = Grid.Floor((now - options.Retention.Raw).ToUnixTimeMilliseconds(), Day);
            long oldest = table.InOrder.Select(series => series.FirstAt).DefaultIfEmpty(long.MaxValue).Min();
            if (oldest >= cut)
            {
                return;
            }

            FoldAll();
            for (long day = Math.Max(rolledUntil, Grid.Floor(oldest, Day)); day < cut; day += Day)
            {
                RollUp(day);
            }

            Drop(now, cut);
        }
    }

    private void RollUp(long day)
    {
        var from = DateTimeOffset.FromUnixTimeMilliseconds(day);
        var window = new SeriesWindow(from, from.AddDays(1), TimeSpan.FromMinutes(5));
        var all = table.InOrder;
        var wanted = Enumerable.Range(0, all.Length)
            .Where(i => all[i].FirstAt < window.To && all[i].LastAt >= window.From).ToList();
        var inMemory = new MemoryPart[all.Length];
        foreach (int i in wanted)
        {
            inMemory[i] = new MemoryPart();
            inMemory[i].Copy(all[i], window);
        }

        byte[][][] rollups = new byte[all.Length][][];
        ReadFromDisk(window, wanted, all, inMemory, (i, samples) => rollups[i] = Encode(samples));
        InTransaction("Old samples could not be rolled up", () => WriteRollups(day, all, wanted, rollups));
        Interlocked.Exchange(ref rolledUntil, day + Day);
    }

    private static byte[][] Encode(SeriesBuffer samples)
    {
        if (samples.Count == 0)
        {
            return [];
        }

        var codec = new Chunks.ChunkCodec();

        return [.. Resolutions.Select(resolution =>
        {
            var points = new List<RollupPoint>();
            Rollup.Append(samples.Times, samples.Values, resolution, points);

            return RollupCodec.Encode(codec, points);
        })];
    }

    private void WriteRollups(long day, StoredSeries[] all, List<int> wanted, byte[][][] rollups)
    {
        for (int resolution = 0; resolution < Resolutions.Length; resolution++)
        {
            foreach (int i in wanted)
            {
                if (rollups[i].Length > 0)
                {
                    writer.InsertRollup.Bind(1, (long)Resolutions[resolution]).Bind(2, day).Bind(3, all[i].Id)
                        .Bind(4, rollups[i][resolution]).Execute();
                }
            }
        }

        writer.SetFact.Bind(1, "rolled_until").Bind(2, day + Day).Execute();
    }

    private void Drop(DateTimeOffset now, long cut)
    {
        long forgotten = (now - options.Retention.Days).ToUnixTimeMilliseconds();
        var silent = table.InOrder.Where(series => series.LastAt < forgotten).ToList();
        InTransaction("What is too old could not be dropped", () => DropRows(now, cut, silent));
        using var held = new WriteLock(gate);
        Forget(silent);
        foreach (var series in table.InOrder)
        {
            int old = series.Recent.IndexFrom(cut);
            if (old > 0)
            {
                series.Recent.RemoveFirst(old);
                series.CompleteFrom = Math.Max(series.CompleteFrom, cut);
            }
        }
    }

    private void DropRows(DateTimeOffset now, long cut, List<StoredSeries> silent)
    {
        Run($"""
            delete from chunk where id < (select coalesce(min(id), (select coalesce(max(id), 0) + 1 from segment))
                from segment where to_at >= ?1) << {ReadSession.SeriesBits}
            """, cut);
        Run("delete from segment where to_at < ?1 and not exists (select 1 from chunk where chunk.id between "
            + $"(segment.id << {ReadSession.SeriesBits}) and ((segment.id + 1) << {ReadSession.SeriesBits}) - 1)", cut);
        Run("delete from mark where at < ?1", cut);
        foreach (var resolution in Resolutions)
        {
            long kept = (now - options.Retention.Of(resolution)).ToUnixTimeMilliseconds();
            Run($"delete from rollup where resolution = {(int)resolution} and day < ?1", Grid.Floor(kept, Day));
        }

        foreach (var series in silent)
        {
            Run("delete from series where id = ?1", series.Id);
        }
    }

    private void Run(string sql, long value)
    {
        using var statement = new Statement(connection, sql);
        statement.Bind(1, value).Execute();
    }
}
