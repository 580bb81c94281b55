using Microsoft.Data.Sqlite;

namespace Vireo.Telemetry.Storage.Sqlite;

/// <summary>The writer's prepared statements.</summary>
internal sealed class WriterStatements : IDisposable
{
    private readonly List<Statement> all = [];
    private readonly SqliteConnection connection;
    private readonly Statement insertSeries;

    public WriterStatements(SqliteConnection connection)
    {
        this.connection = connection;
        Begin = Prepare("begin immediate");
        Commit = Prepare("commit");
        insertSeries = Prepare("insert into series values(?1, ?2, ?3, ?4, ?5, ?6)");
        InsertRound = Prepare("insert into round(data) values(?1)");
        InsertMark = Prepare("insert or ignore into mark values(?1, ?2, ?3)");
        SetWatermark = Prepare("insert or replace into watermark values(?1, ?2)");
        InsertSegment = Prepare("insert into segment(from_at, to_at) values(?1, ?2) returning id");
        InsertChunk = Prepare("insert into chunk values(?1, ?2)");
        UpdateSeries = Prepare("update series set first_at = ?2, last_at = ?3 where id = ?1");
        DeleteRounds = Prepare("delete from round");
        InsertRollup = Prepare("insert or replace into rollup values(?1, ?2, ?3, ?4)");
        SetFact = Prepare("insert or replace into fact values(?1, ?2)");
    }

    public Statement Begin { get; }

    public Statement Commit { get; }

    public Statement InsertRound { get; }

    /// <summary>Instant, series, kind.</summary>
    public Statement InsertMark { get; }

    /// <summary>Provider, instant.</summary>
    public Statement SetWatermark { get; }

    /// <summary>First and last instant; gives the number.</summary>
    public Statement InsertSegment { get; }

    /// <summary>Number, data.</summary>
    public Statement InsertChunk { get; }

    /// <summary>Number, first and last instant.</summary>
    public Statement UpdateSeries { get; }

    public Statement DeleteRounds { get; }

    /// <summary>Resolution, day, series, data.</summary>
    public Statement InsertRollup { get; }

    /// <summary>Name, value.</summary>
    public Statement SetFact { get; }

    /// <summary>Inserts a series that has no folded samples yet.</summary>
    public void InsertSeries(StoredSeries series) =>
        insertSeries.Bind(1, series.Id).Bind(2, (long)series.Key.Entity.Kind).Bind(3, series.Key.Entity.Value)
            .Bind(4, series.Key.Metric.Name).Bind(5, long.MaxValue).Bind(6, long.MinValue).Execute();

    /// <summary>Ends whatever a failure left half done.</summary>
    public void ResetAll()
    {
        foreach (var statement in all)
        {
            statement.Reset();
        }
    }

    public void Dispose()
    {
        foreach (var statement in all)
        {
            statement.Dispose();
        }
    }

    private Statement Prepare(string sql)
    {
        var statement = new Statement(connection, sql);
        all.Add(statement);

        return statement;
    }
}
