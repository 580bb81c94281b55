using System.Net;
using System.Text.RegularExpressions;
using Vireo.Server.Configuration;
using Vireo.Server.Security;
using TestServer = Vireo.Server.Tests.Api.TestServer;

namespace Vireo.Server.Tests.Security;

public partial class LoginTests
{
    [Fact]
    public async Task A_token_becomes_a_session_that_reads_but_does_not_change_through_the_api()
    {
        await using var server = await TestServer.StartAsync(new ServerSettings { RequireTokenForReads = true }, TimeProvider.System);
        using var client = server.Client();

        using var signedIn = await SignInAsync(client, server.AdminToken, "/hosts");
        client.DefaultRequestHeaders.Add("Cookie", Cookie(signedIn, "vireo-session"));
        using var read = await client.GetAsync("api/v1/status", TestContext.Current.CancellationToken);
        using var changed = await client.PostAsync("api/v1/pause", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.Equal("/hosts", signedIn.Headers.Location?.ToString());
        string cookie = signedIn.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("vireo-session", StringComparison.Ordinal));
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (read.StatusCode, changed.StatusCode));
        Assert.Equal("session.start", server.State.Audit.Newest(1)[0].Action);
    }

    [Fact]
    public async Task A_session_ends_when_its_token_is_revoked()
    {
        await using var server = await TestServer.StartAsync(new ServerSettings { RequireTokenForReads = true }, TimeProvider.System);
        using var client = server.Client();
        var (record, token) = server.Tokens.Create("ann", [Roles.Viewer]);
        using var signedIn = await SignInAsync(client, token, "/");
        client.DefaultRequestHeaders.Add("Cookie", Cookie(signedIn, "vireo-session"));

        server.Tokens.Revoke(record.Id);
        using var read = await client.GetAsync("api/v1/status", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, read.StatusCode);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task Nobody_is_sent_to_another_site(string returnUrl)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        using var signedIn = await SignInAsync(client, server.AdminToken, returnUrl);

        Assert.Equal("/", signedIn.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();
        using var form = new FormUrlEncodedContent([new("token", server.AdminToken)]);

        using var response = await client.PostAsync("login", form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain(response.Headers, header => header.Key == "Set-Cookie" && header.Value.Any(value => value.StartsWith("vireo-session", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_wrong_token_is_refused_on_the_page()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client();

        using var response = await SignInAsync(client, "vireo_wrong", "/");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("not valid", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string token, string returnUrl)
    {
        using var page = await client.GetAsync($"login?returnUrl={Uri.EscapeDataString(returnUrl)}", TestContext.Current.CancellationToken);
        string html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var fields = Hidden().Matches(html).Select(match => KeyValuePair.Create(match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value)));
        using var request = new HttpRequestMessage(HttpMethod.Post, "login")
        {
            Content = new FormUrlEncodedContent([.. fields, KeyValuePair.Create("token", token)]),
        };
        request.Headers.Add("Cookie", page.Headers.GetValues("Set-Cookie").Select(value => value.Split(';')[0]));
        await request.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Cookie(HttpResponseMessage response, string name) =>
        response.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith(name, StringComparison.Ordinal)).Split(';')[0];

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)">""")]
    private static partial Regex Hidden();
}
