using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Writes devices as an object of numbers by kind.</summary>
public sealed class DeviceCountsJsonConverter : JsonConverter<DeviceCounts>
{
    /// <inheritdoc/>
    public override DeviceCounts Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"Expected an object of numbers by kind of device, found {reader.TokenType}.");
        }

        var counts = new List<KeyValuePair<string, int>>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string kind = reader.GetString() ?? "";
            reader.Read();
            counts.Add(KeyValuePair.Create(kind, reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int count)
                ? count
                : throw new JsonException($"The number of devices '{kind}' is no whole number.")));
        }

        try
        {
            return new DeviceCounts(counts);
        }
        catch (ArgumentException problem)
        {
            throw new JsonException(problem.Message, problem);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DeviceCounts value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (kind, count) in value.All)
        {
            writer.WriteNumber(kind, count);
        }

        writer.WriteEndObject();
    }
}
