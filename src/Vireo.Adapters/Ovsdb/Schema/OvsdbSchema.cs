using System.Collections.Frozen;
using System.Text.Json;

namespace Vireo.Adapters.Ovsdb;

/// <summary>The tables of a database (RFC 7047, section 3.2).</summary>
/// <param name="Name">The database.</param>
/// <param name="Version">As the database states it.</param>
/// <param name="Tables">By name.</param>
internal sealed record OvsdbSchema(string Name, string Version, FrozenDictionary<string, OvsdbTableSchema> Tables)
{
    /// <summary>Reads what <c>get_schema</c> answers.</summary>
    /// <exception cref="OvsdbMalformed">It is no schema; the message names the place.</exception>
    public static OvsdbSchema Read(JsonElement json)
    {
        string name = Text(json, "name", "schema");
        var tables = Member(json, "tables", JsonValueKind.Object, name).EnumerateObject()
            .Select(table => ReadTable(table.Name, table.Value)).DistinctBy(table => table.Name);

        return new OvsdbSchema(
            name, Text(json, "version", name), tables.ToFrozenDictionary(table => table.Name, StringComparer.Ordinal));
    }

    /// <summary>The table of a name.</summary>
    /// <exception cref="OvsdbMalformed">There is none.</exception>
    public OvsdbTableSchema Table(string name) => Tables.GetValueOrDefault(name)
        ?? throw new OvsdbMalformed($"The database '{Name}' {Version} has no table '{name}'.");

    private static OvsdbTableSchema ReadTable(string name, JsonElement json)
    {
        var columns = Member(json, "columns", JsonValueKind.Object, name).EnumerateObject()
            .DistinctBy(column => column.Name)
            .ToFrozenDictionary(
                column => column.Name, column => ReadColumn(column.Value, $"{name}.{column.Name}"), StringComparer.Ordinal);

        return new OvsdbTableSchema(
            name, columns, json.TryGetProperty("isRoot", out var isRoot) && isRoot.ValueKind == JsonValueKind.True);
    }

    private static OvsdbColumnType ReadColumn(JsonElement json, string where)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("type", out var type))
        {
            throw new OvsdbMalformed($"{where}: the type is missing.");
        }

        if (type.ValueKind == JsonValueKind.String)
        {
            return new OvsdbColumnType(AtomType(type, where), Value: null, Min: 1, Max: 1, RefTable: null);
        }

        if (type.ValueKind != JsonValueKind.Object || !type.TryGetProperty("key", out var key))
        {
            throw new OvsdbMalformed($"{where}: expected a type with a key, found {OvsdbJson.Found(type)}.");
        }

        return new OvsdbColumnType(
            AtomType(key, where),
            type.TryGetProperty("value", out var value) ? AtomType(value, where) : null,
            type.TryGetProperty("min", out var min) ? Count(min, where) : 1,
            type.TryGetProperty("max", out var max) ? Count(max, where) : 1,
            key.ValueKind == JsonValueKind.Object && key.TryGetProperty("refTable", out var table) &&
                table.ValueKind == JsonValueKind.String ? table.GetString() : null);
    }

    private static OvsdbAtomType AtomType(JsonElement json, string where)
    {
        var word = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("type", out var inner) ? inner : json;

        return word.ValueKind != JsonValueKind.String ? Unknown(word, where) : word.GetString() switch
        {
            "integer" => OvsdbAtomType.Integer,
            "real" => OvsdbAtomType.Real,
            "boolean" => OvsdbAtomType.Boolean,
            "string" => OvsdbAtomType.String,
            "uuid" => OvsdbAtomType.Uuid,
            _ => Unknown(word, where),
        };
    }

    private static OvsdbAtomType Unknown(JsonElement json, string where) => throw new OvsdbMalformed(
        $"{where}: expected integer, real, boolean, string or uuid, found {OvsdbJson.Found(json)}.");

    private static int Count(JsonElement json, string where)
    {
        if (json.ValueKind == JsonValueKind.String && json.ValueEquals("unlimited"))
        {
            return int.MaxValue;
        }

        return json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out int count) && count >= 0
            ? count
            : throw new OvsdbMalformed($"{where}: expected a count or \"unlimited\", found {OvsdbJson.Found(json)}.");
    }

    private static string Text(JsonElement json, string name, string where) =>
        Member(json, name, JsonValueKind.String, where).GetString()!;

    private static JsonElement Member(JsonElement json, string name, JsonValueKind kind, string where) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind == kind
            ? member
            : throw new OvsdbMalformed($"{where}: expected '{name}' as {kind.ToString().ToLowerInvariant()} in the schema.");
}
