using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vireo.Server.Api.Policies;
using Vireo.Server.Security;

namespace Vireo.Server.Tests.Api;

public sealed class ReplayTests
{
    private const string Policy = "apiVersion: vireo/v1\nkind: Policy\nname: other\nfillUpToRatio: 0.7\n";

    [Fact]
    public async Task Where_there_is_no_past_a_replay_says_so_and_a_policy_is_put_in_force_at_once_and_audited()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.ClientOf(Roles.Operator);

        using var asked = await client.PostAsync("api/v1/replays?days=2", Document(), TestContext.Current.CancellationToken);
        using var put = await client.PutAsync("api/v1/policy", Document(), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (asked.StatusCode, put.StatusCode));
        var ended = await EndedAsync(client, asked.Headers.Location!.ToString());
        Assert.Equal("failed", ended.GetProperty("status").GetString());
        Assert.Equal("The synthetic fleet has no past.", ended.GetProperty("outcome").GetString());
        Assert.Contains(server.State.Audit.Newest(5), entry => entry.Action == "policy.unreplayed" && entry.User == "somebody");
    }

    [Fact]
    public async Task A_policy_that_differs_by_its_sizes_alone_is_in_force_without_a_replay()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.ClientOf(Roles.Operator);
        var sizes = JsonNode.Parse(await client.GetStringAsync("api/v1/policy", TestContext.Current.CancellationToken))!.AsObject();
        sizes["resizing"] = new JsonObject { ["mostPerDay"] = 5 };

        using var body = new StringContent(sizes.ToJsonString(), Encoding.UTF8, "application/json");
        using var put = await client.PutAsync("api/v1/policy", body, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.DoesNotContain(server.State.Audit.Newest(5), entry => entry.Action == "policy.unreplayed");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(500, 1)]
    [InlineData(1_000, 0.5)]
    [InlineData(10_000, 0.3)]
    public void The_more_machines_the_less_of_the_past_is_replayed_unless_said_otherwise(int machines, double days) =>
        Assert.Equal(days, PolicyGate.UsualDays(machines));

    [Theory]
    [InlineData("days=0", "'days' must be more than 0")]
    [InlineData("days=2&from=2026-01-01T00:00:00Z", "'days' or 'from', not both")]
    [InlineData("from=2999-01-01T00:00:00Z", "must be before 'to'")]
    public async Task A_window_that_is_none_is_refused(string query, string reason)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.ClientOf(Roles.Operator);

        var (status, detail) = await client.ProblemAsync(HttpMethod.Post, $"api/v1/replays?{query}", Document());

        Assert.Equal(400, status);
        Assert.Contains(reason, detail, StringComparison.Ordinal);
    }

    private static StringContent Document() => new(Policy, Encoding.UTF8, "application/yaml");

    private static async Task<JsonElement> EndedAsync(HttpClient client, string path)
    {
        while (true)
        {
            var job = await client.JsonAsync(path.TrimStart('/'));
            if (job.GetProperty("hasEnded").GetBoolean())
            {
                return job;
            }

            await Task.Yield();
        }
    }
}
