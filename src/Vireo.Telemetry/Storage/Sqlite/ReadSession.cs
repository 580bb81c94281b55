using Microsoft.Data.Sqlite;

namespace Vireo.Telemetry.Storage.Sqlite;

/// <summary>What one reader needs: a connection of its own, prepared statements and scratch.</summary>
internal sealed class ReadSession : IDisposable
{
    /// <summary>A chunk's number is that of its segment, then that of its series in this many bits.</summary>
    public const int SeriesBits = 22;

    private readonly SqliteConnection connection;

    public ReadSession(string path)
    {
        connection = StoreFile.OpenReader(path);
        ChunksOfSeries = new Statement(connection, $"""
            select chunk.data from segment join chunk on chunk.id = (segment.id << {SeriesBits}) + ?1
            where segment.to_at >= ?2 and segment.from_at < ?3 order by segment.id
            """);
        ChunksOfFleet = new Statement(connection, $"""
            select chunk.id, chunk.data from segment
            cross join chunk on chunk.id between (segment.id << {SeriesBits}) and ((segment.id + 1) << {SeriesBits}) - 1
            where segment.to_at >= ?1 and segment.from_at < ?2 order by segment.id, chunk.id
            """);
        RollupsOfSeries = new Statement(connection, """
            select data from rollup where resolution = ?1 and day >= ?2 and day < ?3 and series = ?4 order by day
            """);
    }

    /// <summary>Series, from, to: data, in the order they were written.</summary>
    public Statement ChunksOfSeries { get; }

    /// <summary>From, to: number and data, in the order they were written.</summary>
    public Statement ChunksOfFleet { get; }

    /// <summary>Resolution, first day, last day (exclusive), series: data, oldest first.</summary>
    public Statement RollupsOfSeries { get; }

    public ChunkDecoder Decoder { get; } = new();

    /// <summary>Ends what is being read, so that the log can be moved into the file.</summary>
    public void ResetAll()
    {
        ChunksOfSeries.Reset();
        ChunksOfFleet.Reset();
        RollupsOfSeries.Reset();
    }

    public void Dispose()
    {
        ChunksOfSeries.Dispose();
        ChunksOfFleet.Dispose();
        RollupsOfSeries.Dispose();
        connection.Dispose();
    }
}
