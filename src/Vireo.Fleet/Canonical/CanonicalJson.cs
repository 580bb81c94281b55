using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

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

    // Generated readers give an init-only property that is absent its type's zero, not the default that the noun
    // states: a policy stored before a key existed would come back with a null list or a price of nothing. Readers by
    // reflection keep the default.
    private static JsonSerializerOptions ReadingOptions { get; } = new(Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>Writes a value.</summary>
    /// <exception cref="JsonException">A number is NaN or infinite: such values never enter a decision.</exception>
    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>Reads a value back. What a text from before a property existed does not say has the property's
    /// default.</summary>
    /// <exception cref="JsonException">The text is not what <see cref="Write"/> writes.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<T>(json, ReadingOptions)
        ?? throw new JsonException($"Expected a {typeof(T).Name}, found null.");
}
