using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Vireo.Fleet;
using Vireo.Telemetry.Cleaning;

namespace Vireo.Telemetry.Storage.Sqlite;

/// <summary>The embedded store: one SQLite file with compressed chunks.</summary>
/// <remarks>
/// <para>A round is written ahead as one row and is durable then. When enough rounds have come they are folded, in one
/// transaction, into a segment: one compressed chunk for each series. Segments are never changed, only dropped whole by
/// age. Samples that come late go into a later segment and win over earlier ones when read.</para>
/// <para>All unfolded and the newest folded samples are in memory, so the reads of every cycle touch no disk. One
/// writer; readers have connections of their own and see whole rounds.</para>
/// </remarks>
public sealed partial class SqliteTelemetryStore : ITelemetryStore
{
    private readonly string path;
    private readonly SqliteStoreOptions options;
    private readonly FileStream processLock;
    private readonly SqliteConnection connection;
    private readonly WriterStatements writer;
    private readonly Lock writing = new();
    private readonly ReaderWriterLockSlim gate = new();
    private readonly SeriesTable table = new();
    private readonly Dictionary<int, StoredSeries> byId = [];
    private readonly ConcurrentDictionary<ProviderId, DateTimeOffset> watermarks = new();
    private readonly ConcurrentBag<ReadSession> sessions = [];
    private readonly RoundCodec rounds = new();
    private long samplesAppended;
    private long chunksWritten;
    private long corruptChunks;
    private long failedAppends;

    private SqliteTelemetryStore(
        string path, SqliteStoreOptions options, FileStream processLock, SqliteConnection connection, string notice)
    {
        this.path = path;
        this.options = options;
        this.processLock = processLock;
        this.connection = connection;
        OpeningNotice = notice;
        writer = new WriterStatements(connection);
        Load();
    }

    /// <summary>What an operator should know about the opening, such as a damaged file moved aside; empty when all is
    /// well.</summary>
    public string OpeningNotice { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<SeriesKey> Keys
    {
        get
        {
            using var held = new ReadLock(gate);

            return table.Keys;
        }
    }

    /// <inheritdoc/>
    public StoreStatistics Statistics
    {
        get
        {
            using var held = new ReadLock(gate);
            long inMemory = table.InOrder.Sum(series => (long)series.Recent.Count);

            return new StoreStatistics(
                table.Count, Interlocked.Read(ref samplesAppended), inMemory, Interlocked.Read(ref chunksWritten),
                Interlocked.Read(ref corruptChunks), FileSize(path) + FileSize(path + "-wal"),
                Interlocked.Read(ref failedAppends));
        }
    }

    /// <summary>Opens or creates a store.</summary>
    /// <param name="path">The database file; its folder is created when missing.</param>
    /// <param name="options">How it works.</param>
    /// <param name="time">Dates a damaged file that is moved aside.</param>
    /// <exception cref="StoreUnavailableException">The disk is full or failing.</exception>
    /// <exception cref="IOException">Another process has the store open, or the folder cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The file was written by a newer version.</exception>
    public static SqliteTelemetryStore Open(string path, SqliteStoreOptions options, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");
        var processLock = LockFile(path);
        try
        {
            var connection = StoreFile.Open(path, options, time.GetUtcNow(), out string notice);

            return new SqliteTelemetryStore(path, options, processLock, connection, notice);
        }
        catch (SqliteException failure)
        {
            processLock.Dispose();

            throw new StoreUnavailableException($"The telemetry store '{path}' cannot be opened: {failure.Message}.", failure);
        }
        catch
        {
            processLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<Measurement> samples, CancellationToken cancellationToken) =>
        AppendAsync(CleanBatch.Of(samples), cancellationToken);

    /// <inheritdoc/>
    public Task AppendAsync(CleanBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        var samples = SampleArray.Of(batch.Samples);
        SampleArray.ThrowIfNotFinite(samples);
        lock (writing)
        {
            WriteRound(samples, batch);
            FoldWhenDue();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public DateTimeOffset? ReadWatermark(ProviderId provider) =>
        watermarks.TryGetValue(provider, out var at) ? at : null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (writing)
        {
            foreach (var session in sessions)
            {
                session.Dispose();
            }

            sessions.Clear();
            Shrink();
            writer.Dispose();
            connection.Dispose();
            processLock.Dispose();
            gate.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Leaves a small file that opens quickly. Rounds worth less than a sixth of a chunk stay unfolded, as
    /// chunks that short would compress badly for good.</summary>
    private void Shrink()
    {
        try
        {
            if (unfoldedSamples >= (long)options.ChunkSamples / 6 * unfoldedSeries)
            {
                FoldAll();
            }

            StoreFile.Execute(connection, "pragma incremental_vacuum");
        }
        catch (IOException)
        {
            // A full disk: all rounds are safe as they are and are folded after the next start.
        }
        catch (SqliteException)
        {
            // Likewise: free pages stay in the file and are used again.
        }
    }

    /// <summary>Runs work that is committed whole or not at all.</summary>
    private void InTransaction(string failure, Action work)
    {
        try
        {
            writer.Begin.Execute();
            work();
            writer.Commit.Execute();
        }
        catch (SqliteException refused)
        {
            RollBack();

            throw new StoreUnavailableException(
                $"{failure} in '{path}': {refused.Message}. What was stored before is safe; free some space or check the "
                + "disk, the store is tried again with the next round.", refused);
        }
    }

    private void RollBack()
    {
        writer.ResetAll();
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            StoreFile.Execute(connection, "rollback");
        }
    }

    private static long FileSize(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;

    private static FileStream LockFile(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException inUse)
        {
            throw new IOException(
                $"The telemetry store '{path}' cannot be opened; is another Vireo using it? Stop that one, or choose "
                + $"another data folder. ({inUse.Message})", inUse);
        }
    }
}
