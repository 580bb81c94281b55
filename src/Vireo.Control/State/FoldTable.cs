using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What is left of old decisions: a line a month and cluster, each chained to the one before.</summary>
public sealed class FoldTable
{
    private const string Columns =
        "id, cluster, since, until, first, last, receipts, actions, succeeded, digest, previous, hash";

    private readonly StateDatabase _database;

    internal FoldTable(StateDatabase database) => _database = database;

    /// <summary>All folds, oldest first.</summary>
    public IReadOnlyList<DecisionFold> All => _database.Read($"SELECT {Columns} FROM fold ORDER BY id", Row);

    /// <summary>The fold that may hold a receipt; null when none does.</summary>
    public DecisionFold? Of(long receipt) =>
        _database.Read(
            $"SELECT {Columns} FROM fold WHERE first <= $1 AND last >= $1 ORDER BY id LIMIT 1", Row, receipt)
            .SingleOrDefault();

    /// <summary>What is wrong with the chain, in one sentence; null when nothing is.</summary>
    /// <param name="anchors">The hashes that the audit trail knows, by fold; it may have forgotten the oldest.</param>
    public string? Problem(IReadOnlyDictionary<long, string> anchors)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        var folds = All;
        string previous = "";
        for (int i = 0; i < folds.Count; i++)
        {
            var fold = folds[i];
            if (fold.Id != i + 1 || fold.Previous != previous)
            {
                return $"Fold {i + 1} of old decisions is missing or was replaced.";
            }

            if (HashOf(fold) != fold.Hash || (anchors.TryGetValue(fold.Id, out string? anchor) && anchor != fold.Hash))
            {
                return $"Fold {fold.Id} of old decisions was edited: its content does not match its hash.";
            }

            previous = fold.Hash;
        }

        return anchors.Keys.Any(id => id > folds.Count)
            ? $"Fold {folds.Count + 1} of old decisions is missing: the audit trail knows of it."
            : null;
    }

    /// <summary>Adds a fold, chained to the newest.</summary>
    internal DecisionFold Append(DecisionFold draft)
    {
        var last = _database.Read($"SELECT {Columns} FROM fold ORDER BY id DESC LIMIT 1", Row).SingleOrDefault();
        var chained = draft with { Id = (last?.Id ?? 0) + 1, Previous = last?.Hash ?? "" };
        var fold = chained with { Hash = HashOf(chained) };
        _database.Write(
            "INSERT INTO fold VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", fold.Id, fold.Cluster.Value,
            fold.Since.UtcTicks, fold.Until.UtcTicks, fold.First, fold.Last, fold.Receipts, fold.Actions, fold.Succeeded,
            fold.Digest.Value, fold.Previous, fold.Hash);

        return fold;
    }

    private static string HashOf(DecisionFold fold) => ContentHash.OfBytes(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{fold.Id}\n{fold.Cluster}\n{fold.Since.UtcTicks}\n{fold.Until.UtcTicks}\n{fold.First}\n{fold.Last}\n" +
        $"{fold.Receipts}\n{fold.Actions}\n{fold.Succeeded}\n{fold.Digest}\n{fold.Previous}"))).Value;

    private static DecisionFold Row(SqliteDataReader row) => new(
        row.GetInt64(0), new ClusterId(row.GetString(1)), new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero),
        new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7),
        row.GetInt64(8), new ContentHash(row.GetString(9)), row.GetString(10), row.GetString(11));
}
