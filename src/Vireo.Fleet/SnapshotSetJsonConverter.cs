using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Vireo.Fleet;

/// <summary>Writes snapshots as an array.</summary>
public sealed class SnapshotSetJsonConverter : JsonConverter<SnapshotSet>
{
    /// <inheritdoc/>
    public override SnapshotSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize(ref reader, InfoOf(options)));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SnapshotSet value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.All, InfoOf(options));

    private static JsonTypeInfo<ImmutableArray<MachineSnapshot>> InfoOf(JsonSerializerOptions options) =>
        (JsonTypeInfo<ImmutableArray<MachineSnapshot>>)options.GetTypeInfo(typeof(ImmutableArray<MachineSnapshot>));
}
