using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Cli.Remote;

/// <summary>Generated serializer for what is shown as it came.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class RemoteJson : JsonSerializerContext
{
    /// <summary>For a terminal or a file, never for a web page: quotes and signs stay readable.</summary>
    public static RemoteJson Readable { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
