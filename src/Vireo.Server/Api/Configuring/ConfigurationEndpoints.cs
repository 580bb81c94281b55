using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Server.Configuration;

namespace Vireo.Server.Api.Configuring;

/// <summary>Checks configuration without putting it in force.</summary>
internal static class ConfigurationEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/config/check", CheckAsync).WithTags("Configuration")
            .WithSummary("Checks configuration documents, YAML or JSON, and lists all problems with their places.")
            .Accepts<string>(isOptional: true, "application/yaml", "application/json", "*/*");
        api.MapGet("/config/schema", JsonObject () => ConfigurationSchema.Create()).WithTags("Configuration")
            .WithSummary("The JSON Schema of configuration documents.");
    }

    private static async Task<CheckResult> CheckAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var result = ConfigurationLoader.Check("body", await BodyReader.ReadAsync(request, cancellationToken));

        return new CheckResult(result.Problems.IsEmpty, result.Problems);
    }
}
