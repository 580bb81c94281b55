using System.Net;
using System.Text;
using Vireo.Server.Security;
using Vireo.Server.Tests.Api;
using TestServer = Vireo.Server.Tests.Api.TestServer;

namespace Vireo.Server.Tests.Notifying;

public class SilenceApiTests
{
    [Fact]
    public async Task A_silence_is_made_listed_and_expired()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.ClientOf(Roles.Operator);
        using var made = await client.PostAsync(
            "api/v1/silences", Json("""{"matchers": ["host=h-01"], "duration": "2h", "comment": "new memory"}"""),
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var listed = await client.JsonAsync("api/v1/silences?state=active");
        var silence = listed.GetProperty("items")[0];

        using var expired = await client.DeleteAsync(
            $"api/v1/silences/{silence.GetProperty("id").GetString()}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, expired.StatusCode);
        Assert.Equal(
            ("somebody", "new memory", "host=\"h-01\""),
            (silence.GetProperty("author").GetString(), silence.GetProperty("comment").GetString(),
                silence.GetProperty("matchers")[0].GetString()));
        Assert.Equal(0, (await client.JsonAsync("api/v1/silences?state=active")).GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("""{"matchers": [], "duration": "2h", "comment": "c"}""", "needs 'matchers'")]
    [InlineData("""{"matchers": ["host"], "duration": "2h", "comment": "c"}""", "'host' is no condition")]
    [InlineData("""{"matchers": ["a=b"], "comment": "c"}""", "either 'endsAt' or 'duration'")]
    [InlineData("""{"matchers": ["a=b"], "duration": "2h", "comment": ""}""", "say why")]
    [InlineData("""{"matchers": ["a=~\".*\""], "duration": "2h", "comment": "c"}""", "not everything fulfils")]
    public async Task What_is_no_silence_is_refused_and_says_what_was_expected(string body, string expected)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.ClientOf(Roles.Operator);

        var (status, detail) = await client.ProblemAsync(HttpMethod.Post, "api/v1/silences", Json(body));

        Assert.Equal(400, status);
        Assert.Contains(expected, detail, StringComparison.Ordinal);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
