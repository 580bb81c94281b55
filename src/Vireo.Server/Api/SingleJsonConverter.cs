using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Server.Api;

/// <summary>Numbers; a gap, which JSON cannot write as one, is null.</summary>
internal sealed class SingleJsonConverter : JsonConverter<float>
{
    public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetSingle();

    public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options)
    {
        if (float.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
