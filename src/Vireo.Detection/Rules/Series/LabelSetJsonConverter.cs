using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Detection.Rules.Series;

/// <summary>Labels as an object: <c>{"alertname": "…", "host": "…"}</c>.</summary>
public sealed class LabelSetJsonConverter : JsonConverter<LabelSet>
{
    /// <inheritdoc/>
    public override LabelSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Labels are an object of texts.");
        }

        List<KeyValuePair<string, string>> labels = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString() ?? "";
            reader.Read();
            labels.Add(KeyValuePair.Create(name, reader.GetString() ?? ""));
        }

        return LabelSet.Of(labels);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LabelSet value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach ((string name, string text) in value.ToDictionary())
        {
            writer.WriteString(name, text);
        }

        writer.WriteEndObject();
    }
}
