using System.IO.Compression;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Receipts until they are folded, and the contents behind their hashes for a while, each content once a
/// cluster.</summary>
public sealed class ReceiptArchive
{
    private const string Columns =
        "id, at, cluster, fleet, outlook, policy, plan, code_version, summary, action_count, trace";

    private readonly StateDatabase _database;

    internal ReceiptArchive(StateDatabase database) => _database = database;

    /// <summary>Finds a receipt; null when there is none.</summary>
    public Receipt? Find(long id) =>
        _database.Read($"SELECT {Columns} FROM receipt WHERE id = $1", Row, id).SingleOrDefault();

    /// <summary>The newest receipts of a cluster, newest first.</summary>
    public IReadOnlyList<Receipt> Newest(ClusterId cluster, int count) =>
        _database.Read(
            $"SELECT {Columns} FROM receipt WHERE cluster = $1 ORDER BY id DESC LIMIT $2", Row, cluster.Value, count);

    /// <summary>The first receipt of a cluster; null when there is none.</summary>
    public Receipt? Oldest(ClusterId cluster) =>
        _database.Read(
            $"SELECT {Columns} FROM receipt WHERE cluster = $1 ORDER BY id LIMIT 1", Row, cluster.Value).SingleOrDefault();

    /// <summary>The first receipt since an instant whose inventory is still kept; null when there is none.</summary>
    public Receipt? OldestKept(ClusterId cluster, DateTimeOffset since) =>
        _database.Read(
            $"SELECT {Columns} FROM receipt WHERE cluster = $1 AND at >= $2 AND fleet IN (SELECT hash FROM content) ORDER BY id LIMIT 1",
            Row, cluster.Value, since.UtcTicks).SingleOrDefault();

    /// <summary>The measured effect; null while the plan is carried out, or when nothing was.</summary>
    public MeasuredEffect? FindEffect(long id) =>
        _database.Read(
            "SELECT effect FROM receipt WHERE id = $1 AND effect IS NOT NULL",
            row => JsonSerializer.Deserialize(row.GetString(0), ControlJsonContext.Default.MeasuredEffect), id)
            .SingleOrDefault();

    /// <summary>The canonical text behind a hash; null when it was not kept.</summary>
    /// <exception cref="InvalidDataException">The stored bytes are damaged.</exception>
    public byte[]? FindContent(ContentHash hash)
    {
        byte[]? packed = _database.Read(
            "SELECT packed FROM content WHERE hash = $1 LIMIT 1", row => (byte[])row.GetValue(0), hash.Value).SingleOrDefault();

        return packed is null ? null : Unpack(packed);
    }

    /// <summary>What a decision was shown; null when it is not kept any more, or this version cannot read it.</summary>
    /// <exception cref="InvalidDataException">The stored bytes are damaged.</exception>
    public DecisionInputs? FindInputs(long id)
    {
        if (Find(id) is not { } receipt || FindContent(receipt.Fleet) is not { } fleet ||
            FindContent(receipt.Outlook) is not { } outlook)
        {
            return null;
        }

        try
        {
            return new DecisionInputs(CanonicalJson.Read<FleetSnapshot>(fleet), CanonicalJson.Read<Outlook>(outlook));
        }
        catch (JsonException)
        {
            // Written by a version whose nouns were others; the receipt's verification says so in words.
            return null;
        }
    }

    /// <summary>Whether the content behind a hash is kept.</summary>
    public bool HasContent(ContentHash hash) =>
        _database.Read("SELECT 1 FROM content WHERE hash = $1", row => row.GetInt64(0), hash.Value).Count > 0;

    /// <summary>Stores a receipt and gives it its number.</summary>
    internal Receipt Append(Receipt draft)
    {
        long id = _database.Read(
            "INSERT INTO receipt (at, cluster, fleet, outlook, policy, plan, code_version, summary, action_count, trace) " +
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
            row => row.GetInt64(0), draft.At.UtcTicks, draft.Cluster.Value, draft.Fleet.Value, draft.Outlook.Value,
            draft.Policy.Value, draft.Plan.Value, draft.CodeVersion, draft.Summary, draft.ActionCount,
            draft.Trace)[0];

        return draft with { Id = id };
    }

    /// <summary>Keeps a content at least as long as the receipt's inputs are kept.</summary>
    internal void Keep(ContentHash hash, byte[] content, Receipt receipt)
    {
        int known = _database.Write(
            "UPDATE content SET last_receipt = $3 WHERE hash = $1 AND cluster = $2", hash.Value, receipt.Cluster.Value,
            receipt.Id);
        if (known == 0)
        {
            _database.Write(
                "INSERT INTO content VALUES ($1, $2, $3, $4)", hash.Value, receipt.Cluster.Value, Pack(content), receipt.Id);
        }
    }

    /// <summary>Drops contents that only the cluster's receipts before its newest so many needed.</summary>
    internal void ForgetContents(ClusterId cluster, int newestKept) =>
        _database.Write(
            "DELETE FROM content WHERE cluster = $1 AND last_receipt <= " +
            "(SELECT id FROM receipt WHERE cluster = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)",
            cluster.Value, newestKept);

    /// <summary>The receipts of a cluster before an instant, oldest first.</summary>
    internal List<Receipt> Before(ClusterId cluster, DateTimeOffset until) =>
        _database.Read(
            $"SELECT {Columns} FROM receipt WHERE cluster = $1 AND at < $2 ORDER BY id", Row, cluster.Value, until.UtcTicks);

    /// <summary>Drops the receipts of a cluster before an instant, with their plans, contents and actions.</summary>
    internal void ForgetBefore(ClusterId cluster, DateTimeOffset until)
    {
        const string Old = "(SELECT id FROM receipt WHERE cluster = $1 AND at < $2)";
        _database.Write($"DELETE FROM journal WHERE receipt IN {Old}", cluster.Value, until.UtcTicks);
        _database.Write($"DELETE FROM plan WHERE receipt IN {Old}", cluster.Value, until.UtcTicks);
        _database.Write(
            $"DELETE FROM content WHERE cluster = $1 AND last_receipt IN {Old}", cluster.Value, until.UtcTicks);
        _database.Write("DELETE FROM receipt WHERE cluster = $1 AND at < $2", cluster.Value, until.UtcTicks);
    }

    internal void RecordEffect(long receipt, MeasuredEffect effect) =>
        _database.Write(
            "UPDATE receipt SET effect = $2 WHERE id = $1", receipt,
            JsonSerializer.Serialize(effect, ControlJsonContext.Default.MeasuredEffect));

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var compressor = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            compressor.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var compressed = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var content = new MemoryStream();
        try
        {
            compressed.CopyTo(content);
        }
        catch (Exception failure) when (failure is InvalidDataException or InvalidOperationException)
        {
            throw new InvalidDataException("The stored content is damaged: it does not decompress.", failure);
        }

        return content.ToArray();
    }

    private static Receipt Row(SqliteDataReader row) => new(
        row.GetInt64(0), new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero), new ClusterId(row.GetString(2)),
        new ContentHash(row.GetString(3)), new ContentHash(row.GetString(4)), new ContentHash(row.GetString(5)),
        new ContentHash(row.GetString(6)), row.GetString(7), row.GetString(8), row.GetInt32(9))
    {
        Trace = row.GetString(10),
    };
}
