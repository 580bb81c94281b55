using System.Collections.Immutable;
using System.Text.Json;

namespace Vireo.Adapters.Ovsdb;

/// <summary>Applies what a server tells of tables to a snapshot; pure.</summary>
/// <param name="schema">The types of columns.</param>
/// <param name="followed">What is followed; a column of it that does not come with a new row has its default.</param>
internal sealed class TableReader(OvsdbSchema schema, IEnumerable<OvsdbTable> followed)
{
    private readonly Dictionary<string, ImmutableArray<string>> _columns = followed.ToDictionary(
        table => table.Name, table => table.Columns.IsEmpty ? [.. schema.Table(table.Name).Columns.Keys] : table.Columns);

    private delegate OvsdbRow? RowChange(OvsdbTableSchema table, Guid uuid, OvsdbRow? there, JsonElement json);

    /// <summary>Applies <c>table-updates</c> (RFC 7047, section 4.1.6): old and new columns.</summary>
    /// <exception cref="OvsdbMalformed">It cannot be read or does not fit to what is there.</exception>
    public OvsdbSnapshot ApplyFirst(OvsdbSnapshot snapshot, JsonElement updates) =>
        OvsdbJson.InUnicode(() => Apply(snapshot, updates, First));

    /// <summary>Applies <c>table-updates2</c> (ovsdb-server(7), section 4.1.14): initial, insert, modify, delete.</summary>
    /// <exception cref="OvsdbMalformed">It cannot be read or does not fit to what is there.</exception>
    public OvsdbSnapshot ApplySecond(OvsdbSnapshot snapshot, JsonElement updates) =>
        OvsdbJson.InUnicode(() => Apply(snapshot, updates, Second));

    private OvsdbSnapshot Apply(OvsdbSnapshot snapshot, JsonElement updates, RowChange change)
    {
        if (updates.ValueKind != JsonValueKind.Object)
        {
            throw new OvsdbMalformed($"Expected tables with their changes, found {OvsdbJson.Found(updates)}.");
        }

        var tables = snapshot.Tables.ToBuilder();
        foreach (var update in updates.EnumerateObject())
        {
            var table = schema.Table(update.Name);
            if (update.Value.ValueKind != JsonValueKind.Object)
            {
                throw new OvsdbMalformed($"{table.Name}: expected rows, found {OvsdbJson.Found(update.Value)}.");
            }

            var rows = snapshot.Table(table.Name).ToBuilder();
            foreach (var row in update.Value.EnumerateObject())
            {
                var uuid = Guid.TryParse(row.Name, out var parsed) && row.Value.ValueKind == JsonValueKind.Object
                    ? parsed
                    : throw new OvsdbMalformed($"{table.Name}: expected a row and its change, found '{row.Name}'.");
                if (change(table, uuid, rows.GetValueOrDefault(uuid), row.Value) is { } now)
                {
                    rows[uuid] = now;
                }
                else
                {
                    rows.Remove(uuid);
                }
            }

            tables[table.Name] = rows.ToImmutable();
        }

        return new OvsdbSnapshot(snapshot.Version + 1, tables.ToImmutable());
    }

    // "new" carries every column that is followed; a row that vanishes has only "old".
    private static OvsdbRow? First(OvsdbTableSchema table, Guid uuid, OvsdbRow? there, JsonElement json)
    {
        bool isOld = json.TryGetProperty("old", out _);
        if (isOld != there is not null)
        {
            throw Unfitting(table, uuid, isOld ? "changes and was not there" : "appears and was there");
        }

        return json.TryGetProperty("new", out var columns) ? new OvsdbRow(uuid, Read(table, columns)) : null;
    }

    private OvsdbRow? Second(OvsdbTableSchema table, Guid uuid, OvsdbRow? there, JsonElement json)
    {
        if (json.TryGetProperty("modify", out var difference))
        {
            return there is null ? throw Unfitting(table, uuid, "changes and was not there") : Modified(table, there, difference);
        }

        if (json.TryGetProperty("delete", out _))
        {
            return there is null ? throw Unfitting(table, uuid, "vanishes and was not there") : null;
        }

        if (!json.TryGetProperty("initial", out var columns) && !json.TryGetProperty("insert", out columns))
        {
            throw new OvsdbMalformed(
                $"{table.Name}: expected initial, insert, modify or delete, found {OvsdbJson.Found(json)}.");
        }

        return there is null ? Complete(table, uuid, columns) : throw Unfitting(table, uuid, "appears and was there");
    }

    private OvsdbRow Complete(OvsdbTableSchema table, Guid uuid, JsonElement json)
    {
        var columns = Read(table, json);
        foreach (string column in _columns.GetValueOrDefault(table.Name, []))
        {
            columns.TryAdd(column, table.Columns[column].Default);
        }

        return new OvsdbRow(uuid, columns);
    }

    private static OvsdbRow Modified(OvsdbTableSchema table, OvsdbRow row, JsonElement difference)
    {
        var columns = new Dictionary<string, OvsdbValue>(row.Columns, StringComparer.Ordinal);
        foreach (var (name, value) in Read(table, difference))
        {
            // Where one value at most can stand, it comes whole.
            columns[name] = table.Columns[name].Max == 1 || !columns.TryGetValue(name, out var there)
                ? value
                : there.Toggle(value);
        }

        return row with { Columns = columns };
    }

    private static Dictionary<string, OvsdbValue> Read(OvsdbTableSchema table, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new OvsdbMalformed($"{table.Name}: expected columns, found {OvsdbJson.Found(json)}.");
        }

        var columns = new Dictionary<string, OvsdbValue>(StringComparer.Ordinal);
        foreach (var column in json.EnumerateObject())
        {
            if (table.Columns.TryGetValue(column.Name, out var type))
            {
                columns[column.Name] = OvsdbJson.Read(column.Value, type, $"{table.Name}.{column.Name}");
            }
        }

        return columns;
    }

    private static OvsdbMalformed Unfitting(OvsdbTableSchema table, Guid uuid, string what) =>
        new($"The row {uuid} of '{table.Name}' {what}: a change was missed.");
}
