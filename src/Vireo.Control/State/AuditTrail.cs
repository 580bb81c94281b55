using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Vireo.Control;

/// <summary>Who changed what and when, each row chained to the one before by its hash (S34).</summary>
/// <remarks>Edits, deletions, insertions and re-ordering are found by <see cref="Verify"/>; so is a cut tail, unless
/// the head is forged as well. Publish <see cref="Head"/> elsewhere to close that too.</remarks>
public sealed class AuditTrail
{
    private const string HeadKey = "audit/head";
    private const string Columns = "seq, at, user, action, detail, previous, hash";

    private readonly StateDatabase _database;

    internal AuditTrail(StateDatabase database) => _database = database;

    /// <summary>Sequence and hash of the newest row, e.g. <c>42:9f86…</c>; empty when there is none.</summary>
    public string Head =>
        _database.Read("SELECT value FROM setting WHERE key = $1", row => row.GetString(0), HeadKey)
            .SingleOrDefault("");

    /// <summary>Appends one row; durable when it returns.</summary>
    /// <param name="at">When.</param>
    /// <param name="user">Who.</param>
    /// <param name="action">What, e.g. <c>policy.set</c>.</param>
    /// <param name="detail">Particulars as JSON; never secrets.</param>
    public void Append(DateTimeOffset at, string user, string action, string detail) =>
        _database.InTransaction(() =>
        {
            var last = Read("SELECT " + Columns + " FROM audit ORDER BY seq DESC LIMIT 1").SingleOrDefault();
            var entry = Chain((last?.Sequence ?? 0) + 1, at, user, action, detail, last?.Hash ?? "");
            _database.Write(
                "INSERT INTO audit VALUES ($1, $2, $3, $4, $5, $6, $7)", entry.Sequence, at.UtcTicks, user, action,
                detail, entry.Previous, entry.Hash);
            _database.Write(
                "INSERT INTO setting VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                HeadKey, HeadOf(entry));
        });

    /// <summary>The newest rows, newest first.</summary>
    public IReadOnlyList<AuditEntry> Newest(int count) =>
        _database.Read("SELECT " + Columns + " FROM audit ORDER BY seq DESC LIMIT $1", Row, count);

    /// <summary>Checks every row from the first to the head.</summary>
    public AuditVerification Verify()
    {
        var entries = Read("SELECT " + Columns + " FROM audit ORDER BY seq");
        string previous = "";
        long expected = 1;
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

        return Head == (entries.Count == 0 ? "" : HeadOf(entries[^1]))
            ? new AuditVerification(true, entries.Count, $"All {entries.Count} rows are intact.")
            : Broken(
                entries.Count,
                $"The newest rows are missing: the trail ends at row {expected - 1}, its head says '{Head}'.");
    }

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

    private List<AuditEntry> Read(string sql) => _database.Read(sql, Row);

    private static AuditEntry Row(SqliteDataReader row) => new(
        row.GetInt64(0), new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero), row.GetString(2), row.GetString(3),
        row.GetString(4), row.GetString(5), row.GetString(6));
}
