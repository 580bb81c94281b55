using System.Net;
using System.Text;
using Vireo.Server.Security;
using Vireo.Server.Tests.Api;
using TestServer = Vireo.Server.Tests.Api.TestServer;

namespace Vireo.Server.Tests.Security;

public class RolesTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly string[] OperatorOnly = [Roles.Operator];
    private static readonly string[] Everyone = ["nobody", Roles.Viewer, Roles.Operator, Roles.Approver, Roles.Admin];

    /// <summary>Columns: method, path, body, who may do it.</summary>
    public static TheoryData<string, string, string, string[]> Changes => new()
    {
        { "POST", "pause", "", [Roles.Operator, Roles.Admin] },
        { "POST", "resume", "", [Roles.Operator, Roles.Admin] },
        { "PUT", "policy", """{"apiVersion": "vireo/v1", "kind": "Policy", "name": "p"}""", [Roles.Operator, Roles.Admin] },
        { "PUT", "policy/modes", """{"mode": "observe", "scopes": {"host/h-01": "approve"}}""", [Roles.Operator, Roles.Admin] },
        { "POST", "plans/PLAN/approve", "", [Roles.Approver, Roles.Admin] },
        { "POST", "plans/PLAN/reject", """{"reason": "not now"}""", [Roles.Approver, Roles.Admin] },
        {
            "POST", "silences", """{"matchers": ["host=h-01"], "duration": "1h", "comment": "c"}""",
            [Roles.Operator, Roles.Admin]
        },
        { "DELETE", "silences/none", "", [Roles.Operator, Roles.Admin] },
        { "POST", "receivers/none/test", "", [Roles.Operator, Roles.Admin] },
        { "GET", "tokens", "", [Roles.Admin] },
        { "POST", "tokens", """{"name": "ann", "roles": ["viewer"]}""", [Roles.Admin] },
        { "DELETE", "tokens/none", "", [Roles.Admin] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Each_change_is_open_to_its_roles_only(string method, string path, string body, string[] allowed)
    {
        var server = shared.Server;
        string plan = server.Fleets.Loop.State.Plans[0].Receipt.Id.ToString();
        foreach (string role in Everyone)
        {
            using var client = role == "nobody" ? server.Client() : server.ClientOf(role);
            using var request = new HttpRequestMessage(new HttpMethod(method), $"api/v1/{path.Replace("PLAN", plan, StringComparison.Ordinal)}");
            request.Content = body.Length > 0 ? new StringContent(body, Encoding.UTF8, "application/json") : null;

            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

            string what = $"{role}: {method} {path} gave {(int)response.StatusCode}";
            if (role == "nobody")
            {
                Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, what);
                Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
            }
            else if (allowed.Contains(role))
            {
                Assert.True(response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotFound, what);
            }
            else
            {
                Assert.True(response.StatusCode == HttpStatusCode.Forbidden, what);
            }
        }
    }

    [Fact]
    public async Task Several_roles_add_up_and_the_name_reaches_the_loop()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client(server.Tokens.Create("ann", [Roles.Approver, Roles.Operator]).Token);
        long plan = server.Fleets.Loop.State.Plans[0].Receipt.Id;

        using var rejected = await client.PostAsJsonAsync($"api/v1/plans/{plan}/reject", new { reason = "holiday" }, TestContext.Current.CancellationToken);
        using var paused = await client.PostAsync("api/v1/pause", null, TestContext.Current.CancellationToken);

        Assert.Equal([$"reject {plan} by ann: holiday", "pause by ann"], server.Fleets.Loop.Calls);
    }

    [Fact]
    public async Task A_wrong_token_opens_nothing_not_even_reading()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Client("vireo_wrong");

        using var changed = await client.PostAsync("api/v1/pause", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, changed.StatusCode);
        Assert.Empty(server.Fleets.Loop.Calls);
    }

    [Fact]
    public async Task Tokens_are_made_listed_and_revoked_and_each_step_is_audited()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = server.Client(server.AdminToken);
        using var made = await admin.PostAsJsonAsync("api/v1/tokens", new Dictionary<string, object> { ["name"] = "ann", ["roles"] = OperatorOnly }, TestContext.Current.CancellationToken);
        var token = await made.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(TestContext.Current.CancellationToken);
        using var ann = server.Client(token.GetProperty("token").GetString());
        using var first = await ann.PostAsync("api/v1/pause", null, TestContext.Current.CancellationToken);

        using var revoked = await admin.DeleteAsync($"api/v1/tokens/{token.GetProperty("id").GetString()}", TestContext.Current.CancellationToken);
        using var second = await ann.PostAsync("api/v1/pause", null, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.NoContent), (made.StatusCode, revoked.StatusCode));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Unauthorized), (first.StatusCode, second.StatusCode));
        Assert.Equal(
            [("admin", "token.revoke"), ("admin", "token.create")],
            server.State.Audit.Newest(10).Select(entry => (entry.User, entry.Action)));
        Assert.True(server.State.VerifyAudit().IsIntact);
        Assert.DoesNotContain(
            token.GetProperty("token").GetString()!, string.Join('\n', server.State.Audit.Newest(10).Select(entry => entry.Detail)), StringComparison.Ordinal);
    }
}
