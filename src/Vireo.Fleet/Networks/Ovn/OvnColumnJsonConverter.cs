using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Writes values as a list, and the rest as an object that says what it is: <c>{"map":{…}}</c>,
/// <c>{"rows":[…]}</c>, <c>{"row":"…"}</c>.</summary>
public sealed class OvnColumnJsonConverter : JsonConverter<OvnColumn>
{
    /// <inheritdoc/>
    public override OvnColumn Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        try
        {
            return root.ValueKind == JsonValueKind.Array ? OvnColumn.Of(Texts(root))
                : root.TryGetProperty("map", out var map)
                    ? OvnColumn.Map(map.EnumerateObject().Select(pair => KeyValuePair.Create(pair.Name, pair.Value.GetString() ?? "")))
                : root.TryGetProperty("rows", out var rows) ? OvnColumn.Rows(Texts(rows))
                : OvnColumn.Row(root.GetProperty("row").GetString());
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or KeyNotFoundException)
        {
            throw new JsonException("Expected a list of texts, or an object with 'map', 'rows' or 'row'.", wrong);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, OvnColumn value, JsonSerializerOptions options)
    {
        switch (value.Kind)
        {
            case OvnColumnKind.Values:
                WriteItems(writer, value);
                return;
            case OvnColumnKind.Map:
                writer.WriteStartObject();
                writer.WriteStartObject("map");
                for (int i = 0; i < value.Items.Length; i++)
                {
                    writer.WriteString(value.Items[i], value.Values[i]);
                }

                writer.WriteEndObject();
                break;
            case OvnColumnKind.Rows:
                writer.WriteStartObject();
                writer.WritePropertyName("rows");
                WriteItems(writer, value);
                break;
            default:
                writer.WriteStartObject();
                writer.WriteString("row", value.Items.IsEmpty ? null : value.Items[0]);
                break;
        }

        writer.WriteEndObject();
    }

    private static List<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString() ?? "")];

    private static void WriteItems(Utf8JsonWriter writer, OvnColumn value)
    {
        writer.WriteStartArray();
        foreach (string item in value.Items)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }
}
