using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vireo.Server.Api;

/// <summary>How the API writes JSON: camel case, durations as <c>5m</c>, words for enumerations, null for what was not
/// measured. Receipts are the exception: their inputs are shown in the canonical text that was hashed.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        // The content type is JSON, never HTML, so quotes may stay readable.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new DurationJsonConverter());
        options.Converters.Add(new DoubleJsonConverter());
        options.Converters.Add(new SingleJsonConverter());

        return options;
    }
}
