using System.Text.Json;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Documents;

namespace Vireo.Server.Configuration;

/// <summary>The JSON Schema of configuration documents, from the definitions that read them.</summary>
public static class ConfigurationSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>As a tree; one document must match exactly one of the kinds.</summary>
    public static JsonObject Create() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "Vireo configuration",
        ["oneOf"] = new JsonArray([.. DocumentKind.All.Select(kind => kind.Schema())]),
    };

    /// <summary>As text.</summary>
    public static string Write() => Create().ToJsonString(Indented);
}
