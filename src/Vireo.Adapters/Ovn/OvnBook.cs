using System.Collections.Immutable;
using Vireo.Adapters.Ovsdb;
using Vireo.Fleet;
using Vireo.Scheduling.Network.Ovn;

namespace Vireo.Adapters.Ovn;

/// <summary>The rows of a snapshot in the planner's words, with the identifiers that the database knows them by.</summary>
internal sealed class OvnBook
{
    public const string OwnerKey = "vireo-owner";
    public const string NameKey = "vireo-key";

    private OvnBook(OvnState state, ImmutableDictionary<string, Guid> rows) => (State, Rows) = (state, rows);

    /// <summary>What stands there.</summary>
    public OvnState State { get; }

    /// <summary>Our rows by key.</summary>
    public ImmutableDictionary<string, Guid> Rows { get; }

    /// <summary>Reads a snapshot.</summary>
    public static OvnBook Of(OvsdbSnapshot snapshot, string owner)
    {
        var ours = OvnTables.All.Keys
            .SelectMany(table => snapshot.Table(table).Values.Select(row => (Table: table, Row: row, Key: KeyOf(row, owner))))
            .ToList();
        var keys = new Dictionary<Guid, string>();
        var rows = ImmutableDictionary.CreateBuilder<string, Guid>(StringComparer.Ordinal);
        foreach (var (_, row, key) in ours.OrderBy(one => one.Row.Uuid))
        {
            // A copy that somebody made with our marks is theirs.
            if (key is not null && rows.TryAdd(key, row.Uuid))
            {
                keys[row.Uuid] = key;
            }
        }

        var foreign = ours.Where(one => !keys.ContainsKey(one.Row.Uuid) && one.Row.Columns.ContainsKey("name"))
            .Select(one => $"{one.Table}/{one.Row.Text("name")}");

        return new OvnBook(
            new OvnState(
                [.. ours.Where(one => keys.ContainsKey(one.Row.Uuid)).Select(one => Row(one.Table, keys[one.Row.Uuid], one.Row, keys))],
                [.. foreign]),
            rows.ToImmutable());
    }

    private static string? KeyOf(OvsdbRow row, string owner) =>
        row["external_ids"].Find(OwnerKey)?.Text == owner ? row["external_ids"].Find(NameKey)?.Text : null;

    private static OvnRow Row(string table, string key, OvsdbRow row, Dictionary<Guid, string> keys) => new(
        table, key, OvnTables.All[table].ToImmutableSortedDictionary(
            column => column.Key, column => Column(row[column.Key], column.Value, keys), StringComparer.Ordinal));

    private static OvnColumn Column(OvsdbValue value, OvnColumnKind kind, Dictionary<Guid, string> keys) => kind switch
    {
        OvnColumnKind.Map => OvnColumn.Map(value.Keys.Zip(value.Values, (one, other) => KeyValuePair.Create(one.ToString(), other.ToString()))),
        OvnColumnKind.Rows => OvnColumn.Rows(Names(value, keys)),
        OvnColumnKind.Row => OvnColumn.Row(Names(value, keys).FirstOrDefault()),
        _ => OvnColumn.Of(value.Keys.Select(one => one.ToString())),
    };

    // What others have added is not ours to compare.
    private static IEnumerable<string> Names(OvsdbValue value, Dictionary<Guid, string> keys) =>
        value.Keys.Select(one => keys.GetValueOrDefault(one.Uuid)).OfType<string>();
}
