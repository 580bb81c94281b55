using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Writes an identifier as a plain JSON string.</summary>
/// <typeparam name="TId">The identifier type.</typeparam>
public sealed class IdentifierJsonConverter<TId> : JsonConverter<TId>
    where TId : struct, IIdentifier<TId>
{
    /// <inheritdoc/>
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TId.From(reader.GetString() ?? throw new JsonException($"Expected a {typeof(TId).Name} as text, found null."));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
