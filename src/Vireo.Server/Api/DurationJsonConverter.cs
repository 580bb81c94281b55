using System.Text.Json;
using System.Text.Json.Serialization;
using Vireo.Server.Configuration;

namespace Vireo.Server.Api;

/// <summary>Durations as in configuration: <c>30s</c>, <c>5m</c>.</summary>
internal sealed class DurationJsonConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && DurationText.TryParse(reader.GetString(), out var duration)
            ? duration
            : throw new JsonException("Expected a duration such as 30s, 5m or 1h.");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(DurationText.Format(value));
}
