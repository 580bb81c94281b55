using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Writes a quantity as a plain JSON number in the unit that its type names.</summary>
/// <typeparam name="T">The quantity type.</typeparam>
public sealed class QuantityJsonConverter<T> : JsonConverter<T>
    where T : struct, IQuantity<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.Of(reader.GetDouble());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Amount);
}
