using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Detection.Notifying;

/// <summary>Conditions as a list of texts: <c>["severity=\"critical\""]</c>.</summary>
public sealed class LabelMatchersJsonConverter : JsonConverter<LabelMatchers>
{
    /// <inheritdoc/>
    public override LabelMatchers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Conditions on labels are a list of texts such as severity=\"critical\".");
        }

        List<string> texts = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            texts.Add(reader.GetString() ?? "");
        }

        if (reader.TokenType != JsonTokenType.EndArray)
        {
            throw new JsonException("Conditions on labels are a list of texts such as severity=\"critical\".");
        }

        try
        {
            return LabelMatchers.Parse(texts);
        }
        catch (FormatException wrong)
        {
            throw new JsonException(wrong.Message, wrong);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LabelMatchers value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (string text in value.Texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
