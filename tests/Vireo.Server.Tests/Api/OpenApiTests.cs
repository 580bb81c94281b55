namespace Vireo.Server.Tests.Api;

public class OpenApiTests
{
    [Fact]
    public async Task The_document_lists_every_route_with_a_summary()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        var document = await client.JsonAsync("openapi/v1.json");

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var listed =
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select (Route: $"{operation.Name.ToUpperInvariant()} {path.Name}", Summary: operation.Value.TryGetProperty("summary", out var text) ? text.GetString() : "");
        Assert.Equal(Routes(server), listed.Select(one => one.Route).Order());
        Assert.All(listed, one => Assert.False(string.IsNullOrEmpty(one.Summary), one.Route));
    }

    [Fact]
    public async Task The_reference_page_is_there()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        string page = await client.GetStringAsync("docs/", TestContext.Current.CancellationToken);

        Assert.Contains("Vireo API", page, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Routes(TestServer server) =>
        server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription != true)
            .Where(endpoint => endpoint.RoutePattern.RawText is { } text && (text.StartsWith("/api/v1", StringComparison.Ordinal) || text is "/healthz" or "/readyz" or "/metrics" or "/v1/logs"))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method =>
                $"{method} {endpoint.RoutePattern.RawText!.Replace(":long}", "}", StringComparison.Ordinal).Replace("{**", "{", StringComparison.Ordinal)}"))
            .Order();
}
