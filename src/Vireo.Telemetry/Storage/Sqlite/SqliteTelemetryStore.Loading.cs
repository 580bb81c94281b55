using Vireo.Fleet;

namespace Vireo.Telemetry.Storage.Sqlite;

public sealed partial class SqliteTelemetryStore
{
    private void Load()
    {
        LoadSeries();
        LoadMarks();
        LoadFacts();
        LoadRounds();
    }

    private void LoadSeries()
    {
        using var rows = new Statement(connection, "select id, kind, entity, metric, first_at, last_at from series");
        while (rows.Step())
        {
            // A metric that this version no longer knows stays on disk until retention drops it.
            if (Metric.Find(rows.Text(3)) is not { } metric)
            {
                table.Reserve((int)rows.Int64(0));
                continue;
            }

            var key = new SeriesKey(new EntityId((EntityKind)rows.Int64(1), rows.Text(2)), metric);
            long last = rows.Int64(5);
            var series = new StoredSeries((int)rows.Int64(0), key)
            {
                FirstAt = rows.Int64(4),
                LastAt = last,
                FoldedThrough = last,
                CompleteFrom = last == long.MinValue ? long.MinValue : last + 1,
            };
            table.Add(series);
            byId.Add(series.Id, series);
        }
    }

    private void LoadMarks()
    {
        using var rows = new Statement(connection, "select at, series, kind from mark order by at");
        while (rows.Step())
        {
            if (byId.TryGetValue((int)rows.Int64(1), out var series))
            {
                (series.Marks ??= new MarkList()).Add(rows.Int64(0), (Cleaning.MarkKind)rows.Int64(2));
            }
        }
    }

    private void LoadFacts()
    {
        using var marks = new Statement(connection, "select provider, at from watermark");
        while (marks.Step())
        {
            watermarks[new ProviderId(marks.Text(0))] = DateTimeOffset.FromUnixTimeMilliseconds(marks.Int64(1));
        }

        using var facts = new Statement(connection, "select value from fact where name = 'rolled_until'");
        if (facts.Step())
        {
            rolledUntil = facts.Int64(0);
        }
    }

    private void LoadRounds()
    {
        using var rows = new Statement(connection, "select data from round order by id");
        int damaged = 0;
        while (rows.Step())
        {
            try
            {
                RoundCodec.Decode(rows.Blob(0), Recover);
            }
            catch (InvalidDataException)
            {
                damaged++;
            }
        }

        if (damaged > 0)
        {
            corruptChunks += damaged;
            OpeningNotice += $"{damaged} rounds of '{path}' are damaged and were passed over.";
        }
    }

    private void Recover(int id, long at, double value)
    {
        if (byId.TryGetValue(id, out var series))
        {
            Put(series, at, value);
        }
    }
}
