using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Cli.Remote;

/// <summary>Generated serializer for what is shown as it came.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class RemoteJson : JsonSerializerContext;
