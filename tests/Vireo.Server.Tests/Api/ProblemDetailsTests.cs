using System.Text;

namespace Vireo.Server.Tests.Api;

public class ProblemDetailsTests(SharedServer shared) : IClassFixture<SharedServer>
{
    /// <summary>Columns: method, path, status, words of the detail.</summary>
    [Theory]
    [InlineData("GET", "nothing/here", 404, "nothing at /api/v1/nothing/here")]
    [InlineData("GET", "hosts/none", 404, "no host 'none'")]
    [InlineData("GET", "vms/none", 404, "no virtual machine 'none'")]
    [InlineData("GET", "plans/999999", 404, "no plan 999999")]
    [InlineData("GET", "receipts/999999", 404, "no receipt 999999")]
    [InlineData("GET", "incidents/a/b", 404, "no incident 'a/b'")]
    [InlineData("GET", "hosts?cluster=none", 404, "no cluster 'none'")]
    [InlineData("GET", "hosts?limit=0", 400, "'limit' must be from 1 to 1000")]
    [InlineData("GET", "hosts?limit=100000", 400, "'limit' must be from 1 to 1000")]
    [InlineData("GET", "hosts?offset=-1", 400, "'offset' must not be negative")]
    [InlineData("GET", "hosts?limit=many", 400, "many")]
    [InlineData("GET", "incidents?state=closed", 400, "open, resolved or all")]
    [InlineData("GET", "timeline?kind=movd", 400, "nearest is 'moved'")]
    [InlineData("GET", "plans?status=waiting", 400, "awaitingApproval")]
    [InlineData("GET", "series?entity=host&metric=cpu.usage", 400, "host/host-07")]
    [InlineData("GET", "series?entity=host/a&metric=cpu.use", 400, "nearest is 'cpu.usage'")]
    [InlineData("GET", "series?entity=host/a&metric=cpu.usage&step=5", 400, "'step' must be a duration")]
    [InlineData("GET", "series?entity=host/a&metric=cpu.usage&step=0s", 400, "at least 1s")]
    [InlineData("GET", "series?entity=host/a&metric=cpu.usage&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", 400, "before")]
    [InlineData("GET", "series?entity=host/a&metric=cpu.usage&from=0001-01-01T00:00:00Z&to=9999-12-31T00:00:00Z", 400, "longer step")]
    [InlineData("GET", "series?entity=pool/a&metric=cpu.usage", 404, "Nothing is stored")]
    [InlineData("GET", "forecasts?entity=vm/vm-1&metric=cpu.usage&steps=0", 400, "from 1 to 2016")]
    [InlineData("GET", "forecasts?entity=host/h-1&metric=power", 404, "No model knows")]
    [InlineData("GET", "series?metric=cpu.usage", 400, "entity")]
    [InlineData("DELETE", "hosts", 405, "DELETE is not possible")]
    public async Task Wrong_requests_get_problem_details_that_say_what_is_wrong(string method, string path, int status, string words)
    {
        var server = shared.Server;
        using var client = server.Client(server.AdminToken);

        var problem = await client.ProblemAsync(new HttpMethod(method), $"api/v1/{path}");

        Assert.Equal(status, problem.Status);
        Assert.Contains(words, problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokens", "{\"name\": \"ann\"", "body")]
    [InlineData("tokens", "{\"name\": \"ann\"}", "roles")]
    [InlineData("tokens", "{\"name\": \"ann\", \"roles\": [\"king\"]}", "viewer, operator, approver, sender, admin")]
    [InlineData("tokens", "{\"name\": \"vireo\", \"roles\": [\"viewer\"]}", "taken")]
    [InlineData("tokens", "{\"name\": \"ann\", \"roles\": [\"viewer\"], \"rights\": 1}", "rights")]
    public async Task Wrong_bodies_get_problem_details(string path, string body, string words)
    {
        var server = shared.Server;
        using var client = server.Client(server.AdminToken);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var problem = await client.ProblemAsync(HttpMethod.Post, $"api/v1/{path}", content);

        Assert.Equal(400, problem.Status);
        Assert.Contains(words, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_that_the_loop_turns_down_is_a_conflict_with_its_reason()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client(server.AdminToken);
        server.Fleets.Loop.Refusal = "Plan 7 does not wait for a person: it is Done.";
        long plan = server.Fleets.Loop.State.Plans[0].Receipt.Id;

        var problem = await client.ProblemAsync(HttpMethod.Post, $"api/v1/plans/{plan}/approve");

        Assert.Equal((409, server.Fleets.Loop.Refusal), problem);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        var server = shared.Server;
        using var client = server.Client();
        using var content = new ByteArrayContent(new byte[(1 << 20) + 1]);

        var problem = await client.ProblemAsync(HttpMethod.Post, "api/v1/config/check", content);

        Assert.Equal(413, problem.Status);
    }

    [Fact]
    public async Task Configuration_is_checked_with_places()
    {
        var server = shared.Server;
        using var client = server.Client();
        using var content = new StringContent("apiVersion: vireo/v1\nkind: Policy\nname: p\nhorizn: 1h\n");

        using var response = await client.PostAsync("api/v1/config/check", content, TestContext.Current.CancellationToken);
        var result = await response.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(TestContext.Current.CancellationToken);

        Assert.False(result.GetProperty("isValid").GetBoolean());
        Assert.Equal(4, result.GetProperty("problems")[0].GetProperty("line").GetInt32());
    }
}
