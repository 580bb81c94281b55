using System.Text.Json;

namespace Vireo.Adapters.Logs.Otlp;

/// <summary>Reads <c>ExportLogsServiceRequest</c> of OTLP in JSON.</summary>
/// <remarks>OTLP 1.x, "JSON Protobuf Encoding": names in lower camel case, 64-bit numbers as text or number.</remarks>
internal static class OtlpJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 4 * OtlpMessage.Deepest };

    /// <summary>All log records, in order.</summary>
    /// <exception cref="FormatException">It is no JSON, or not in the format.</exception>
    public static List<OtlpRecord> Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var read = JsonDocument.Parse(message, Options);

            return [.. Items(read.RootElement, "resourceLogs").SelectMany(OfResource)];
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // An invalid operation is a text that is no Unicode.
            throw new FormatException(failure.Message, failure);
        }
    }

    private static List<OtlpRecord> OfResource(JsonElement logs)
    {
        var resource = OtlpResource.Of(Object(logs, "logs of a resource").TryGetProperty("resource", out var described)
            ? Attributes(described)
            : new Dictionary<string, string>());

        return
        [
            .. Items(logs, "scopeLogs").SelectMany(scope => Items(scope, "logRecords")).Select(record => resource with
            {
                Severity = SeverityOf(Object(record, "a record")),
                Body = record.TryGetProperty("body", out var body) ? Text(body) : "",
            }),
        ];
    }

    private static int SeverityOf(JsonElement record) =>
        record.TryGetProperty("severityNumber", out var number) && number.ValueKind == JsonValueKind.Number
        && number.TryGetInt32(out int severity) ? severity : 0;

    private static Dictionary<string, string> Attributes(JsonElement resource)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in Items(resource, "attributes"))
        {
            attributes[Key(pair)] = Value(pair);
        }

        return attributes;
    }

    // Exactly one of the names of AnyValue.
    private static string Text(JsonElement value)
    {
        foreach (var one in Object(value, "a value").EnumerateObject())
        {
            return one.Name switch
            {
                "arrayValue" => $"[{string.Join(", ", Items(one.Value, "values").Select(Text))}]",
                "kvlistValue" => string.Join(' ', Items(one.Value, "values").Select(pair => $"{Key(pair)}={Value(pair)}")),
                _ => one.Value.ValueKind == JsonValueKind.String ? one.Value.GetString() ?? "" : one.Value.GetRawText(),
            };
        }

        return "";
    }

    private static string Key(JsonElement pair) =>
        Object(pair, "an attribute").TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String
            ? key.GetString() ?? "" : throw new FormatException("An attribute has no 'key'.");

    private static string Value(JsonElement pair) => pair.TryGetProperty("value", out var value) ? Text(value) : "";

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        !Object(parent, $"what holds '{name}'").TryGetProperty(name, out var items) ? default
        : items.ValueKind == JsonValueKind.Array ? items.EnumerateArray()
        : throw new FormatException($"'{name}' must be a list, not {items.ValueKind}.");

    private static JsonElement Object(JsonElement element, string what) => element.ValueKind == JsonValueKind.Object
        ? element
        : throw new FormatException($"Expected an object for {what}, not {element.ValueKind}.");
}
