using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Writes labels as an array of strings.</summary>
public sealed class TagSetJsonConverter : JsonConverter<TagSet>
{
    /// <inheritdoc/>
    public override TagSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException($"Expected an array of tags, found {reader.TokenType}.");
        }

        var tags = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            tags.Add(reader.TokenType == JsonTokenType.String && reader.GetString() is { } tag && tag.Trim().Length > 0
                ? tag
                : throw new JsonException("A tag is a word, not an empty text."));
        }

        return new TagSet(tags);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TagSet value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (string tag in value.All)
        {
            writer.WriteStringValue(tag);
        }

        writer.WriteEndArray();
    }
}
