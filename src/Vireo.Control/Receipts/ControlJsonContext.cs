using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Control;

/// <summary>Generated serializers of what the state file holds beyond the nouns of the fleet.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(MeasuredEffect))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ControlJsonContext : JsonSerializerContext;
