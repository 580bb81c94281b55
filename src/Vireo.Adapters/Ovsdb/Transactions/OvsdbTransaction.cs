using System.Collections.Immutable;
using System.Text.Json;

namespace Vireo.Adapters.Ovsdb;

/// <summary>Operations that happen together or not at all (RFC 7047, section 5.2).</summary>
internal sealed class OvsdbTransaction
{
    private readonly List<Operation> _operations = [];

    /// <summary>How many operations there are.</summary>
    public int Count => _operations.Count;

    /// <summary>Whether anything would be changed.</summary>
    public bool IsEmpty => _operations.Count == 0;

    /// <summary>Inserts a row.</summary>
    /// <param name="table">Where.</param>
    /// <param name="row">Its columns; others get their defaults.</param>
    /// <param name="name">A name for it within the transaction: letters, digits and underscores.</param>
    public OvsdbTransaction Insert(
        string table, IEnumerable<KeyValuePair<string, OvsdbValue>> row, string? name = null) => Add("insert", table, writer =>
    {
        WriteRow(writer, "row", row);
        if (name is not null)
        {
            writer.WriteString("uuid-name", name);
        }
    });

    /// <summary>Sets columns of rows.</summary>
    public OvsdbTransaction Update(
        string table, OvsdbCondition where, IEnumerable<KeyValuePair<string, OvsdbValue>> row) => Add("update", table, writer =>
    {
        OvsdbCondition.Write(writer, "where", [where]);
        WriteRow(writer, "row", row);
    });

    /// <summary>Changes columns of rows by what is added or taken away.</summary>
    /// <param name="table">Where.</param>
    /// <param name="where">Which rows; null for all.</param>
    /// <param name="mutations">What changes.</param>
    public OvsdbTransaction Mutate(string table, OvsdbCondition? where, params IEnumerable<OvsdbMutation> mutations) =>
        Add("mutate", table, writer =>
        {
            OvsdbCondition.Write(writer, "where", where is null ? [] : [where]);
            writer.WriteStartArray("mutations");
            foreach (var mutation in mutations)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(mutation.Column);
                writer.WriteStringValue(mutation.Mutator);
                OvsdbJson.Write(writer, mutation.Value);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        });

    /// <summary>Deletes rows.</summary>
    public OvsdbTransaction Delete(string table, OvsdbCondition where) =>
        Add("delete", table, writer => OvsdbCondition.Write(writer, "where", [where]));

    /// <summary>Reads rows.</summary>
    /// <param name="table">Where.</param>
    /// <param name="where">Which rows; null for all.</param>
    /// <param name="columns">Which columns.</param>
    public OvsdbTransaction Select(string table, OvsdbCondition? where, params ImmutableArray<string> columns) =>
        Add("select", table, writer =>
        {
            OvsdbCondition.Write(writer, "where", where is null ? [] : [where]);
            WriteColumns(writer, columns);
        });

    /// <summary>Lets the transaction happen only if the rows that meet a condition are, in these columns, these rows.</summary>
    /// <param name="table">Where.</param>
    /// <param name="where">Which rows.</param>
    /// <param name="columns">What is compared.</param>
    /// <param name="rows">What has to be there; none: no row may meet the condition.</param>
    public OvsdbTransaction Require(
        string table, OvsdbCondition where, ImmutableArray<string> columns,
        params IReadOnlyList<IEnumerable<KeyValuePair<string, OvsdbValue>>> rows) => Add("wait", table, writer =>
    {
        writer.WriteNumber("timeout", 0);
        OvsdbCondition.Write(writer, "where", [where]);
        WriteColumns(writer, columns);
        writer.WriteString("until", "==");
        writer.WriteStartArray("rows");
        foreach (var row in rows)
        {
            OvsdbJson.Write(writer, row);
        }

        writer.WriteEndArray();
    });

    /// <summary>Leaves a remark in the database's log.</summary>
    public OvsdbTransaction Comment(string text) =>
        Add("comment", table: null, writer => writer.WriteString("comment", text));

    /// <summary>Lets the transaction happen only if the connection holds a lock.</summary>
    public OvsdbTransaction RequireLock(string name) =>
        Add("assert", table: null, writer => writer.WriteString("lock", name));

    /// <summary>Does nothing of it.</summary>
    public OvsdbTransaction Abort() => Add("abort", table: null, _ => { });

    /// <summary>Answers only once it is on the disk.</summary>
    public OvsdbTransaction Durable() =>
        Add("commit", table: null, writer => writer.WriteBoolean("durable", true));

    /// <summary>Writes the parameters of <c>transact</c>.</summary>
    public void Write(Utf8JsonWriter writer, string database)
    {
        writer.WriteStringValue(database);
        foreach (var operation in _operations)
        {
            writer.WriteStartObject();
            writer.WriteString("op", operation.Name);
            if (operation.Table is not null)
            {
                writer.WriteString("table", operation.Table);
            }

            operation.Write(writer);
            writer.WriteEndObject();
        }
    }

    /// <summary>Reads what <c>transact</c> answers.</summary>
    /// <exception cref="OvsdbFault">An operation, or the transaction as a whole, was refused: nothing happened.</exception>
    /// <exception cref="OvsdbMalformed">It is no answer to this transaction.</exception>
    public ImmutableArray<OvsdbResult> Read(JsonElement json, OvsdbSchema schema, string peer)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            throw new OvsdbMalformed($"Expected a list of results, found {OvsdbJson.Found(json)}.");
        }

        // An error of the transaction as a whole comes after the results.
        foreach (var result in json.EnumerateArray())
        {
            if (result.ValueKind == JsonValueKind.Object && result.TryGetProperty("error", out _))
            {
                throw OvsdbConnection.Fault(result, peer);
            }
        }

        return json.GetArrayLength() == _operations.Count
            ? [.. json.EnumerateArray().Zip(_operations, (result, operation) => ReadResult(result, operation, schema))]
            : throw new OvsdbMalformed($"Expected {_operations.Count} results, found {json.GetArrayLength()}.");
    }

    private static OvsdbResult ReadResult(JsonElement json, Operation operation, OvsdbSchema schema)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new OvsdbMalformed($"{operation.Name}: expected a result, found {OvsdbJson.Found(json)}.");
        }

        return new OvsdbResult(
            json.TryGetProperty("count", out var count) && count.ValueKind == JsonValueKind.Number &&
                count.TryGetInt32(out int number) ? number : 0,
            json.TryGetProperty("uuid", out var uuid) ? OvsdbJson.ReadUuid(uuid, operation.Name) : null,
            json.TryGetProperty("rows", out var rows) && rows.ValueKind == JsonValueKind.Array && operation.Table is { } table
                ? [.. rows.EnumerateArray().Select(row => ReadRow(row, schema.Table(table)))] : []);
    }

    private static ImmutableDictionary<string, OvsdbValue> ReadRow(JsonElement json, OvsdbTableSchema table)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new OvsdbMalformed($"{table.Name}: expected a row, found {OvsdbJson.Found(json)}.");
        }

        var row = ImmutableDictionary.CreateBuilder<string, OvsdbValue>(StringComparer.Ordinal);
        foreach (var column in json.EnumerateObject())
        {
            if (column.Name is "_uuid" or "_version")
            {
                row[column.Name] = OvsdbJson.ReadUuid(column.Value, table.Name);
            }
            else if (table.Columns.TryGetValue(column.Name, out var type))
            {
                row[column.Name] = OvsdbJson.Read(column.Value, type, $"{table.Name}.{column.Name}");
            }
        }

        return row.ToImmutable();
    }

    private static void WriteRow(Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<string, OvsdbValue>> row)
    {
        writer.WritePropertyName(name);
        OvsdbJson.Write(writer, row);
    }

    private static void WriteColumns(Utf8JsonWriter writer, ImmutableArray<string> columns)
    {
        writer.WriteStartArray("columns");
        foreach (string column in columns)
        {
            writer.WriteStringValue(column);
        }

        writer.WriteEndArray();
    }

    private OvsdbTransaction Add(string name, string? table, Action<Utf8JsonWriter> write)
    {
        _operations.Add(new Operation(name, table, write));

        return this;
    }

    private sealed record Operation(string Name, string? Table, Action<Utf8JsonWriter> Write);
}
