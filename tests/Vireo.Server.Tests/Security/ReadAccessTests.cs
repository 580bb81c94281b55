using System.Net;
using Vireo.Server.Configuration;
using Vireo.Server.Security;
using TestServer = Vireo.Server.Tests.Api.TestServer;

namespace Vireo.Server.Tests.Security;

public class ReadAccessTests
{
    [Fact]
    public async Task Reading_needs_a_token_where_that_is_asked_for()
    {
        await using var server = await TestServer.StartAsync(new ServerSettings { RequireTokenForReads = true }, TimeProvider.System);
        using var nobody = server.Client();
        using var viewer = server.ClientOf(Roles.Viewer);
        foreach (string path in (string[])["api/v1/status", "api/v1/events", "metrics", "openapi/v1.json"])
        {
            using var refused = await nobody.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            using var allowed = await viewer.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

            Assert.Equal((path, HttpStatusCode.Unauthorized, HttpStatusCode.OK), (path, refused.StatusCode, allowed.StatusCode));
        }
    }

    [Fact]
    public async Task Browsers_are_sent_to_the_login_page_instead()
    {
        await using var server = await TestServer.StartAsync(new ServerSettings { RequireTokenForReads = true }, TimeProvider.System);
        using var browser = server.Client();

        using var page = await browser.GetAsync("", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.StartsWith("/login", page.Headers.Location?.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_needs_no_token()
    {
        await using var server = await TestServer.StartAsync(new ServerSettings { RequireTokenForReads = true }, TimeProvider.System);
        using var client = server.Client();

        using var health = await client.GetAsync("healthz", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Forwarded")]
    public async Task What_comes_through_a_proxy_does_not_count_as_local(string header)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Add(header, "for=192.0.2.1");

        using var response = await client.GetAsync("api/v1/status", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8460", false)]
    [InlineData("http://localhost:8460", false)]
    [InlineData("http://[::1]:8460", false)]
    [InlineData("http://0.0.0.0:8460", true)]
    [InlineData("http://*:8460", true)]
    [InlineData("http://[::]:8460", true)]
    [InlineData("http://vireo.example:8460", true)]
    public void Listening_beyond_loopback_forces_tokens_for_reading(string url, bool isForced) =>
        Assert.Equal(isForced, SecurityOptions.For([url], new ServerSettings()).RequireTokenForReads);

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("localhost", true)]
    [InlineData("[::1]", true)]
    [InlineData("192.0.2.7", true)]
    [InlineData("vireo.example", true)]
    [InlineData("evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    public void Only_own_names_and_plain_addresses_are_answered(string host, bool isTrusted) =>
        Assert.Equal(
            isTrusted, SecurityOptions.For(["http://127.0.0.1:8460"], new ServerSettings { AllowedHosts = ["vireo.example"] }).Trusts(host));
}
