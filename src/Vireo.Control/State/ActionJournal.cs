using Microsoft.Data.Sqlite;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Every action from the intent to its end; what is not in here was never sent (S20).</summary>
internal sealed class ActionJournal(StateDatabase database)
{
    private const string Columns =
        "receipt, position, planned, approved_by, created, phase, detail, fence, before, after, started, ended, provider, " +
        "deadline";

    public void Add(ClusterId cluster, JournalEntry entry) =>
        database.Write(
            "INSERT INTO journal (action, cluster, receipt, position, planned, phase, detail, fence, approved_by, before, " +
            "after, created, started, ended, provider) " +
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            entry.Id.Value, cluster.Value, entry.Receipt, entry.Position, CanonicalJson.Write(entry.Planned),
            (int)entry.Phase, entry.Detail, entry.Fence, entry.ApprovedBy, entry.Before, entry.After,
            entry.CreatedAt.UtcTicks, entry.StartedAt?.UtcTicks, entry.EndedAt?.UtcTicks, entry.Provider.Value);

    public void Update(JournalEntry entry) =>
        database.Write(
            "UPDATE journal SET phase = $2, detail = $3, fence = $4, before = $5, after = $6, started = $7, ended = $8, " +
            "deadline = $9 WHERE action = $1",
            entry.Id.Value, (int)entry.Phase, entry.Detail, entry.Fence, entry.Before, entry.After,
            entry.StartedAt?.UtcTicks, entry.EndedAt?.UtcTicks, entry.Deadline?.UtcTicks);

    /// <summary>How far an action has come; null when it is not in the journal.</summary>
    public JournalPhase? PhaseOf(ActionId id) =>
        database.Read(
            "SELECT phase FROM journal WHERE action = $1", row => (JournalPhase?)row.GetInt32(0), id.Value)
            .SingleOrDefault();

    public List<JournalEntry> Open(ClusterId cluster) =>
        database.Read(
            $"SELECT {Columns} FROM journal WHERE cluster = $1 AND phase < 10 ORDER BY receipt, position",
            Row, cluster.Value);

    public List<JournalEntry> OfReceipt(long receipt) =>
        database.Read($"SELECT {Columns} FROM journal WHERE receipt = $1 ORDER BY position", Row, receipt);

    /// <summary>Whether some action of a decision before an instant has not ended.</summary>
    public bool HasOpenBefore(ClusterId cluster, DateTimeOffset instant) =>
        database.Read(
            "SELECT 1 FROM journal WHERE cluster = $1 AND phase < 10 AND created < $2 LIMIT 1", row => row.GetInt32(0),
            cluster.Value, instant.UtcTicks).Count > 0;

    public int StartedSince(ClusterId cluster, DateTimeOffset instant) =>
        database.Read(
            "SELECT COUNT(*) FROM journal WHERE started >= $1 AND cluster = $2",
            row => row.GetInt32(0), instant.UtcTicks, cluster.Value)[0];

    /// <summary>Actions that were sent since an instant, oldest first.</summary>
    public List<JournalEntry> Since(ClusterId cluster, DateTimeOffset instant) =>
        database.Read(
            $"SELECT {Columns} FROM journal WHERE started >= $1 AND cluster = $2 ORDER BY started, action",
            Row, instant.UtcTicks, cluster.Value);

    private static JournalEntry Row(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetInt32(1), CanonicalJson.Read<PlannedAction>((byte[])row.GetValue(2)),
            new ProviderId(row.GetString(12)), row.GetString(3), Instant(row.GetInt64(4)))
        {
            Phase = (JournalPhase)row.GetInt32(5),
            Detail = row.GetString(6),
            Fence = row.GetInt64(7),
            Before = row.GetString(8),
            After = row.GetString(9),
            StartedAt = InstantOrNull(row, 10),
            EndedAt = InstantOrNull(row, 11),
            Deadline = InstantOrNull(row, 13),
        };

    private static DateTimeOffset? InstantOrNull(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : Instant(row.GetInt64(column));

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);
}
