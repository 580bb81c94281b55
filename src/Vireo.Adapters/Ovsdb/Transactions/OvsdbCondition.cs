using System.Text.Json;

namespace Vireo.Adapters.Ovsdb;

/// <summary>Which rows are meant: a column, a comparison and a value (RFC 7047, section 5.1, condition).</summary>
/// <param name="Column">The column; <c>_uuid</c> for the row itself.</param>
/// <param name="Function"><c>==</c>, <c>!=</c>, <c>includes</c>, <c>excludes</c> and so on.</param>
/// <param name="Value">What it is compared with.</param>
internal sealed record OvsdbCondition(string Column, string Function, OvsdbValue Value)
{
    /// <summary>A row by its identifier, or by the name under which the transaction inserts it.</summary>
    public static OvsdbCondition Row(OvsdbAtom row) => new("_uuid", "==", row);

    /// <summary>Rows whose column equals a value.</summary>
    public static OvsdbCondition Equal(string column, OvsdbValue value) => new(column, "==", value);

    /// <summary>Writes it as the protocol wants it.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(Column);
        writer.WriteStringValue(Function);
        OvsdbJson.Write(writer, Value);
        writer.WriteEndArray();
    }

    /// <summary>Writes several; a row has to meet all.</summary>
    public static void Write(Utf8JsonWriter writer, string name, IEnumerable<OvsdbCondition> where)
    {
        writer.WriteStartArray(name);
        foreach (var condition in where)
        {
            condition.Write(writer);
        }

        writer.WriteEndArray();
    }
}
