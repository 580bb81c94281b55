using System.Net;
using TestServer = Vireo.Server.Tests.Api.TestServer;

namespace Vireo.Server.Tests.Security;

public class OriginTests
{
    [Fact]
    public async Task A_rebound_name_is_not_answered()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Host = "evil.example";

        using var response = await client.GetAsync("api/v1/status", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("https://127.0.0.1:8460", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:9999", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:8460", HttpStatusCode.NoContent)]
    public async Task Changes_from_other_sites_are_refused_even_with_a_token(string origin, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client(server.AdminToken);
        client.DefaultRequestHeaders.Add("Origin", origin);

        using var response = await client.PostAsync("api/v1/pause", null, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task The_dashboards_connection_is_refused_to_other_sites()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Origin", "http://evil.example");

        using var response = await client.GetAsync("_blazor", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Every_answer_forbids_framing_and_guessing_of_types()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        using var response = await client.GetAsync("healthz", TestContext.Current.CancellationToken);

        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }
}
