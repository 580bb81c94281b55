using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What became of each plan, so that it is still shown after a restart.</summary>
internal sealed class PlanTable(StateDatabase database)
{
    public void Save(ClusterId cluster, PlanRecord record) =>
        database.Write(
            "INSERT INTO plan VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (receipt) DO UPDATE SET " +
            "status = excluded.status, awaiting = excluded.awaiting, refused = excluded.refused, " +
            "decided_by = excluded.decided_by",
            record.Receipt.Id, cluster.Value, (int)record.Status, CanonicalJson.Write(record.AwaitingApproval),
            CanonicalJson.Write(record.Refused), record.DecidedBy);

    /// <summary>The newest records whose plans are still kept, newest first; outcomes come from the journal.</summary>
    public List<PlanRecord> Newest(ClusterId cluster, int count, ReceiptArchive receipts, ActionJournal journal)
    {
        var rows = database.Read(
            "SELECT receipt, status, awaiting, refused, decided_by FROM plan WHERE cluster = $1 " +
            "ORDER BY receipt DESC LIMIT $2",
            Row, cluster.Value, count);

        return [.. rows.Select(row => Whole(row, receipts, journal)).OfType<PlanRecord>()];
    }

    /// <summary>One record; null when it is unknown or its plan is not kept any more.</summary>
    public PlanRecord? Find(long receipt, ReceiptArchive receipts, ActionJournal journal)
    {
        var row = database.Read(
            "SELECT receipt, status, awaiting, refused, decided_by FROM plan WHERE receipt = $1", Row, receipt)
            .SingleOrDefault();

        return row is null ? null : Whole(row, receipts, journal);
    }

    private static PlanRecord? Whole(SavedPlan row, ReceiptArchive receipts, ActionJournal journal)
    {
        if (receipts.Find(row.Receipt) is not { } receipt || receipts.FindContent(receipt.Plan) is not { } plan)
        {
            return null;
        }

        var outcomes = journal.OfReceipt(row.Receipt).Select(entry => entry.Outcome);

        return new PlanRecord(
            receipt, CanonicalJson.Read<Plan>(plan), row.Status, row.Awaiting, row.Refused, [.. outcomes], row.DecidedBy)
        {
            Effect = receipts.FindEffect(row.Receipt),
        };
    }

    private static SavedPlan Row(SqliteDataReader row) => new(
        row.GetInt64(0), (PlanStatus)row.GetInt32(1),
        CanonicalJson.Read<ImmutableArray<ActionId>>((byte[])row.GetValue(2)),
        CanonicalJson.Read<ImmutableArray<Refusal>>((byte[])row.GetValue(3)), row.GetString(4));

    private sealed record SavedPlan(
        long Receipt, PlanStatus Status, ImmutableArray<ActionId> Awaiting, ImmutableArray<Refusal> Refused,
        string DecidedBy);
}
