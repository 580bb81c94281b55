using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What plans promised and what came of it; what is still to be measured keeps the placements beside
/// it.</summary>
internal sealed class LedgerTable(StateDatabase database)
{
    public void Save(ClusterId cluster, LedgerEntry entry, PlacementChange? change) =>
        database.Write(
            "INSERT INTO ledger VALUES ($1, $2, $3, $4) ON CONFLICT (receipt) DO UPDATE SET " +
            "entry = excluded.entry, change = excluded.change",
            entry.Plan, cluster.Value, JsonSerializer.Serialize(entry, ControlJsonContext.Default.LedgerEntry),
            change is null ? null : JsonSerializer.Serialize(change, ControlJsonContext.Default.PlacementChange));

    /// <summary>The newest entries, newest first.</summary>
    public List<(LedgerEntry Entry, PlacementChange? Change)> Newest(ClusterId cluster, int count) =>
        database.Read(
            "SELECT entry, change FROM ledger WHERE cluster = $1 ORDER BY receipt DESC LIMIT $2", Row, cluster.Value, count);

    /// <summary>The entry of one plan; null when there is none.</summary>
    public LedgerEntry? Find(long receipt) =>
        database.Read("SELECT entry, NULL FROM ledger WHERE receipt = $1", Row, receipt)
            .Select(row => row.Entry).SingleOrDefault();

    /// <summary>Drops the entries of plans before one.</summary>
    public void ForgetBefore(ClusterId cluster, long receipt) =>
        database.Write("DELETE FROM ledger WHERE cluster = $1 AND receipt < $2", cluster.Value, receipt);

    private static (LedgerEntry Entry, PlacementChange? Change) Row(SqliteDataReader row) => (
        JsonSerializer.Deserialize(row.GetString(0), ControlJsonContext.Default.LedgerEntry)
        ?? throw new InvalidDataException("An entry of the ledger is empty. Restore the state file from a backup."),
        row.IsDBNull(1) ? null : JsonSerializer.Deserialize(row.GetString(1), ControlJsonContext.Default.PlacementChange));
}
