using System.Text.Json;

namespace Vireo.Adapters.Ovsdb;

/// <summary>Values as they stand in messages (RFC 7047, section 5.1).</summary>
internal static class OvsdbJson
{
    /// <summary>Writes a value; a set of one as the atom itself.</summary>
    public static void Write(Utf8JsonWriter writer, OvsdbValue value)
    {
        if (value.Single is { } atom)
        {
            Write(writer, atom);
            return;
        }

        writer.WriteStartArray();
        writer.WriteStringValue(value.IsMap ? "map" : "set");
        writer.WriteStartArray();
        for (int i = 0; i < value.Count; i++)
        {
            if (value.IsMap)
            {
                writer.WriteStartArray();
                Write(writer, value.Keys[i]);
                Write(writer, value.Values[i]);
                writer.WriteEndArray();
            }
            else
            {
                Write(writer, value.Keys[i]);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
    }

    /// <summary>Writes a row's columns.</summary>
    public static void Write(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, OvsdbValue>> columns)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in columns)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads a value of a column.</summary>
    /// <param name="json">As it came.</param>
    /// <param name="type">The column's type: an integer in a column of reals is a real.</param>
    /// <param name="where">The column, for the message.</param>
    /// <exception cref="OvsdbMalformed">It is no value of that type.</exception>
    public static OvsdbValue Read(JsonElement json, OvsdbColumnType type, string where)
    {
        if (type.Value is { } valueType)
        {
            var pairs = Content(json, "map", where)
                ?? throw new OvsdbMalformed($"{where}: expected a map, found {Found(json)}.");

            return Map(pairs.EnumerateArray().Select(pair => Pair(pair, type.Key, valueType, where)), where);
        }

        return Content(json, "set", where) is { } atoms
            ? OvsdbValue.Set(atoms.EnumerateArray().Select(atom => ReadAtom(atom, type.Key, where)))
            : ReadAtom(json, type.Key, where);
    }

    /// <summary>Reads the identifier of a row: <c>["uuid", "…"]</c>.</summary>
    /// <exception cref="OvsdbMalformed">It is none.</exception>
    public static Guid ReadUuid(JsonElement json, string where) => ReadAtom(json, OvsdbAtomType.Uuid, where).Uuid;

    private static OvsdbValue Map(IEnumerable<KeyValuePair<OvsdbAtom, OvsdbAtom>> pairs, string where)
    {
        try
        {
            return OvsdbValue.Map(pairs);
        }
        catch (ArgumentException twice)
        {
            throw new OvsdbMalformed($"{where}: {twice.Message}", twice);
        }
    }

    private static KeyValuePair<OvsdbAtom, OvsdbAtom> Pair(
        JsonElement json, OvsdbAtomType key, OvsdbAtomType value, string where) =>
        json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == 2
            ? KeyValuePair.Create(ReadAtom(json[0], key, where), ReadAtom(json[1], value, where))
            : throw new OvsdbMalformed($"{where}: expected a pair of key and value, found {Found(json)}.");

    private static JsonElement? Content(JsonElement json, string tag, string where)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() != 2 ||
            json[0].ValueKind != JsonValueKind.String || !json[0].ValueEquals(tag))
        {
            return null;
        }

        return json[1].ValueKind == JsonValueKind.Array
            ? json[1]
            : throw new OvsdbMalformed($"{where}: expected a list after \"{tag}\", found {Found(json[1])}.");
    }

    private static OvsdbAtom ReadAtom(JsonElement json, OvsdbAtomType type, string where)
    {
        OvsdbAtom? atom = (type, json.ValueKind) switch
        {
            (OvsdbAtomType.String, JsonValueKind.String) => json.GetString()!,
            (OvsdbAtomType.Integer, JsonValueKind.Number) when json.TryGetInt64(out long number) => number,
            (OvsdbAtomType.Real, JsonValueKind.Number) when json.TryGetDouble(out double number) && double.IsFinite(number) => number,
            (OvsdbAtomType.Boolean, JsonValueKind.True) => true,
            (OvsdbAtomType.Boolean, JsonValueKind.False) => false,
            (OvsdbAtomType.Uuid, JsonValueKind.Array) when
                json.GetArrayLength() == 2 && json[0].ValueKind == JsonValueKind.String && json[0].ValueEquals("uuid") &&
                json[1].ValueKind == JsonValueKind.String && json[1].TryGetGuid(out var uuid) => uuid,
            _ => null,
        };

        return atom ?? throw new OvsdbMalformed($"{where}: expected {Words(type)}, found {Found(json)}.");
    }

    /// <summary>Reads something; texts that are no Unicode, such as half of a surrogate pair, are seen only when they are
    /// looked at.</summary>
    /// <exception cref="OvsdbMalformed">There is such a text, or whatever <paramref name="read"/> finds.</exception>
    public static T InUnicode<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException noUnicode)
        {
            throw new OvsdbMalformed("A text is no Unicode.", noUnicode);
        }
    }

    /// <summary>What was found, cut to a length that a message can carry.</summary>
    public static string Found(JsonElement json)
    {
        string raw = json.ValueKind == JsonValueKind.Undefined ? "nothing" : json.GetRawText();

        return raw.Length > 80 ? $"{raw[..80]}…" : raw;
    }

    private static string Words(OvsdbAtomType type) => type switch
    {
        OvsdbAtomType.Integer => "an integer",
        OvsdbAtomType.Real => "a number",
        OvsdbAtomType.Boolean => "true or false",
        OvsdbAtomType.String => "a text",
        _ => "[\"uuid\", …]",
    };

    private static void Write(Utf8JsonWriter writer, OvsdbAtom atom)
    {
        switch (atom.Type)
        {
            case OvsdbAtomType.Integer:
                writer.WriteNumberValue(atom.Integer);
                break;
            case OvsdbAtomType.Real:
                writer.WriteNumberValue(atom.Real);
                break;
            case OvsdbAtomType.Boolean:
                writer.WriteBooleanValue(atom.Boolean);
                break;
            case OvsdbAtomType.String:
                writer.WriteStringValue(atom.Text);
                break;
            default:
                writer.WriteStartArray();
                writer.WriteStringValue(atom.Name is null ? "uuid" : "named-uuid");
                writer.WriteStringValue(atom.Name ?? atom.Uuid.ToString());
                writer.WriteEndArray();
                break;
        }
    }
}
