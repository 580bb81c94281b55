using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>The one text form of a value: what is hashed is what is stored and what a receipt replays.</summary>
/// <remarks>Properties in declaration order, numbers in shortest round-trip form, no whitespace. Arrays keep their
/// order, which the nouns make canonical.</remarks>
public static class CanonicalJson
{
    /// <summary>The serializer's settings, shared with everything that shows these values.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = FleetJsonContext.Default,
    };

    /// <summary>Writes a value.</summary>
    /// <exception cref="JsonException">A number is NaN or infinite: such values never enter a decision.</exception>
    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>Reads a value back.</summary>
    /// <exception cref="JsonException">The text is not what <see cref="Write"/> writes.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<T>(json, Options)
        ?? throw new JsonException($"Expected a {typeof(T).Name}, found null.");
}
