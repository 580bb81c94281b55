using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Who changed what and when, each row chained to the one before by its hash (S34).</summary>
/// <remarks>Edits, deletions, insertions and re-ordering are found by <see cref="Verify"/>; so is a cut tail, unless
/// the head is forged as well. Publish <see cref="Head"/> elsewhere to close that too. The oldest rows are dropped when
/// there are more than are kept; a row of the chain says up to which, and with which hash it ended there.</remarks>
public sealed class AuditTrail
{
    /// <summary>The word for old decisions that were folded.</summary>
    internal const string DecisionsFolded = "decisions.fold";

    private const string RowsFolded = "audit.fold";
    private const string HeadKey = "audit/head";
    private const string AnchorKey = "audit/anchor";

    // Dropped this many at a time at least, so that the chain is not full of rows that say so.
    private const int FewestFolded = 100;
    private const string Columns = "seq, at, user, action, detail, previous, hash";

    private readonly StateDatabase _database;
    private readonly StateRetention _retention;

    internal AuditTrail(StateDatabase database, StateRetention retention) =>
        (_database, _retention) = (database, retention);

    /// <summary>Sequence and hash of the newest row, e.g. <c>42:9f86…</c>; empty when there is none.</summary>
    public string Head => Setting(HeadKey);

    /// <summary>Appends one row; durable when it returns.</summary>
    /// <param name="at">When.</param>
    /// <param name="user">Who.</param>
    /// <param name="action">What, e.g. <c>policy.set</c>.</param>
    /// <param name="detail">Particulars as JSON; never secrets.</param>
    public void Append(DateTimeOffset at, string user, string action, string detail) =>
        _database.InTransaction(() =>
        {
            var newest = Add(at, user, action, detail);
            int most = _retention.AuditRows + Math.Max(FewestFolded, _retention.AuditRows / 10);
            if (newest.Sequence - Anchor().Sequence > most)
            {
                Fold(newest);
            }
        });

    /// <summary>The newest rows, newest first.</summary>
    public IReadOnlyList<AuditEntry> Newest(int count) =>
        _database.Read("SELECT " + Columns + " FROM audit ORDER BY seq DESC LIMIT $1", Row, count);

    /// <summary>Checks every row from the first to the head.</summary>
    public AuditVerification Verify()
    {
        var entries = Read("SELECT " + Columns + " FROM audit ORDER BY seq");
        var (folded, previous) = Anchor();
        long expected = folded + 1;
        foreach (var entry in entries)
        {
            if (entry.Sequence != expected)
            {
                return Broken(entries.Count, $"Row {expected} is missing: the next one is {entry.Sequence}.");
            }

            if (entry.Previous != previous)
            {
                return Broken(
                    entries.Count,
                    $"Row {expected} does not follow row {expected - 1}: one of them was replaced or moved.");
            }

            if (Chain(expected, entry.At, entry.User, entry.Action, entry.Detail, previous).Hash != entry.Hash)
            {
                return Broken(entries.Count, $"Row {expected} was edited: its content does not match its hash.");
            }

            previous = entry.Hash;
            expected++;
        }

        if (Head != (entries.Count == 0 ? "" : HeadOf(entries[^1])))
        {
            return Broken(
                entries.Count,
                $"The newest rows are missing: the trail ends at row {expected - 1}, its head says '{Head}'.");
        }

        return folded == 0 ? new AuditVerification(true, entries.Count, $"All {entries.Count} rows are intact.")
            : WhereFolded(entries) is { } row ? new AuditVerification(
                true, entries.Count,
                $"All {entries.Count} rows are intact. Those up to {folded} were dropped because of their age, as row {row} " +
                "says.")
            : Broken(
                entries.Count,
                $"The rows up to {folded} are missing, and no row says that they were dropped because of their age.");
    }

    /// <summary>What the trail knows of folded decisions: the hash of each fold.</summary>
    internal IReadOnlyDictionary<long, string> FoldAnchors()
    {
        var anchors = new Dictionary<long, string>();
        foreach (string detail in _database.Read(
            "SELECT detail FROM audit WHERE action = $1 ORDER BY seq", row => row.GetString(0), DecisionsFolded))
        {
            using var said = JsonDocument.Parse(detail);
            anchors[long.Parse(said.RootElement.GetProperty("fold").GetString() ?? "0", CultureInfo.InvariantCulture)] =
                said.RootElement.GetProperty("hash").GetString() ?? "";
        }

        return anchors;
    }

    private AuditEntry Add(DateTimeOffset at, string user, string action, string detail)
    {
        var last = Read("SELECT " + Columns + " FROM audit ORDER BY seq DESC LIMIT 1").SingleOrDefault();
        var entry = Chain((last?.Sequence ?? 0) + 1, at, user, action, detail, last?.Hash ?? "");
        _database.Write(
            "INSERT INTO audit VALUES ($1, $2, $3, $4, $5, $6, $7)", entry.Sequence, at.UtcTicks, user, action,
            detail, entry.Previous, entry.Hash);
        Set(HeadKey, HeadOf(entry));

        return entry;
    }

    // The row that says so is younger than what is dropped, and later drops say so anew before they drop it.
    private void Fold(AuditEntry newest)
    {
        var anchor = Read(
            "SELECT " + Columns + " FROM audit WHERE seq <= $1 ORDER BY seq DESC LIMIT 1",
            newest.Sequence - _retention.AuditRows).Single();
        if (TryArchive(anchor) is { } digest)
        {
            Set(AnchorKey, HeadOf(anchor));
            Add(newest.At, "vireo", RowsFolded, $$"""{"upTo":"{{HeadOf(anchor)}}","digest":"{{digest}}"}""");
            _database.Write("DELETE FROM audit WHERE seq <= $1", anchor.Sequence);
        }
    }

    // What is being done now must not fail because an archive is full: the rows stay until it can be written.
    private ContentHash? TryArchive(AuditEntry upTo)
    {
        try
        {
            return Archived(upTo);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private ContentHash Archived(AuditEntry upTo)
    {
        var old = Read("SELECT " + Columns + " FROM audit WHERE seq <= $1 ORDER BY seq", upTo.Sequence);
        using var lines = new FoldedLines(_retention.Archive, $"audit-{old[0].Sequence}-{upTo.Sequence}");
        foreach (var entry in old)
        {
            lines.Add(json =>
            {
                json.WriteNumber("sequence", entry.Sequence);
                json.WriteString("at", entry.At);
                json.WriteString("user", entry.User);
                json.WriteString("action", entry.Action);
                json.WriteString("detail", entry.Detail);
                json.WriteString("previous", entry.Previous);
                json.WriteString("hash", entry.Hash);
            });
        }

        return lines.Complete();
    }

    private long? WhereFolded(List<AuditEntry> entries) => entries
        .LastOrDefault(entry => entry.Action == RowsFolded)?.Detail is { } detail &&
        detail.Contains($"\"{Setting(AnchorKey)}\"", StringComparison.Ordinal)
            ? entries.Last(entry => entry.Action == RowsFolded).Sequence
            : null;

    // Sequence and hash of the newest row that was dropped.
    private (long Sequence, string Hash) Anchor() => Setting(AnchorKey).Split(':') is [var sequence, var hash]
        ? (long.Parse(sequence, CultureInfo.InvariantCulture), hash)
        : (0, "");

    private string Setting(string key) =>
        _database.Read("SELECT value FROM setting WHERE key = $1", row => row.GetString(0), key).SingleOrDefault("");

    private void Set(string key, string value) => _database.Write(
        "INSERT INTO setting VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value);

    private static AuditVerification Broken(long entries, string why) => new(false, entries, why);

    private static string HeadOf(AuditEntry entry) => $"{entry.Sequence}:{entry.Hash}";

    private static AuditEntry Chain(
        long sequence, DateTimeOffset at, string user, string action, string detail, string previous)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            // Strings carry their length, so that no text can be shifted from one column to the next unnoticed.
            writer.Write(sequence);
            writer.Write(at.UtcTicks);
            writer.Write(user);
            writer.Write(action);
            writer.Write(detail);
            writer.Write(previous);
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));

        return new AuditEntry(sequence, at, user, action, detail, previous, hash);
    }

    private List<AuditEntry> Read(string sql, params ReadOnlySpan<object?> values) => _database.Read(sql, Row, values);

    private static AuditEntry Row(SqliteDataReader row) => new(
        row.GetInt64(0), new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero), row.GetString(2), row.GetString(3),
        row.GetString(4), row.GetString(5), row.GetString(6));
}
