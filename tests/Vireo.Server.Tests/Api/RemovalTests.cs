using System.Net;
using System.Text.Json;
using Vireo.Fleet;
using Vireo.Server.Security;

namespace Vireo.Server.Tests.Api;

public sealed class RemovalTests : IAsyncLifetime
{
    private TestServer? _server;

    private TestServer Server => _server!;

    private Policy InForce => Server.Fleets.Loop.State.Policy;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    public async Task A_pool_that_nothing_depends_on_goes_and_the_loop_is_told_which_for_its_audit()
    {
        var answer = await DeleteAsync("pools/nightly?force=true");

        Assert.True(answer.GetProperty("isRemoved").GetBoolean());
        Assert.DoesNotContain(InForce.Pools, pool => pool.Id.Value == "nightly");
        Assert.Contains("apply by somebody without ResourcePool 'nightly'", Server.Fleets.Loop.Calls);
    }

    [Theory]
    [InlineData("pools/back-office?force=true", "pool 'nightly' is part of it")]
    [InlineData("pools/nightly", "draw from it")]
    [InlineData("groups/shop-web", "pool 'shop' names it under 'groups'")]
    [InlineData("templates/web-small?force=true", "group 'shop-web' is made from it; deployment 'shop-database' makes machines from it")]
    public async Task What_others_depend_on_stays_and_they_are_named(string path, string expected)
    {
        var before = InForce;
        var (status, detail) = await Server.ClientOf(Roles.Operator).ProblemAsync(HttpMethod.Delete, $"api/v1/{path}");

        Assert.Equal(409, status);
        Assert.Contains(expected, detail);
        Assert.Same(before, InForce);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_become_of_the_members_and_changes_nothing()
    {
        var answer = await DeleteAsync("pools/nightly?force=true&dryRun=true");

        Assert.False(answer.GetProperty("isRemoved").GetBoolean());
        Assert.Contains("draw from pool 'back-office'", answer.GetProperty("consequences")[0].GetString());
        Assert.Contains(InForce.Pools, pool => pool.Id.Value == "nightly");
    }

    [Fact]
    public async Task A_group_without_others_goes_and_its_replicas_stay()
    {
        Server.Fleets.Loop.Publish(Server.Fleets.Loop.State with { Policy = InForce with { Pools = [] } });
        var answer = await DeleteAsync("groups/shop-web?force=true");

        Assert.Contains("replicas stay", answer.GetProperty("consequences")[0].GetString());
        Assert.Empty(InForce.Groups);
    }

    [Fact]
    public async Task What_is_not_there_is_named_with_the_nearest()
    {
        var (status, detail) = await Server.ClientOf(Roles.Operator).ProblemAsync(HttpMethod.Delete, "api/v1/pools/nightli");

        Assert.Equal(404, status);
        Assert.Contains("The nearest is 'nightly'", detail);
    }

    [Fact]
    public async Task A_deployment_is_cancelled_by_its_name_and_says_by_whom()
    {
        var answer = await DeleteAsync("deployments/shop-database");
        var (status, _) = await Server.ClientOf(Roles.Operator).ProblemAsync(HttpMethod.Delete, "api/v1/deployments/nobody");

        Assert.Equal("It was cancelled by somebody.", answer.GetProperty("deployment").GetProperty("reason").GetString());
        Assert.Equal(404, status);
    }

    [Fact]
    public async Task Who_may_only_read_deletes_nothing()
    {
        foreach (string path in (string[])["pools/nightly", "groups/shop-web", "templates/web-small", "deployments/shop-database"])
        {
            using var response = await Server.Client().DeleteAsync(
                new Uri($"api/v1/{path}?force=true", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_host_is_put_into_maintenance_and_taken_out_again()
    {
        using var client = Server.ClientOf(Roles.Operator);
        var host = Server.Fleets.Loop.State.Fleet.Hosts.First(candidate => !candidate.IsInMaintenance).Id;
        string path = $"api/v1/hosts/{host}/maintenance";
        foreach (bool isOn in (bool[])[true, true, false])
        {
            using var done = await client.PutAsJsonAsync(path, new { on = isOn }, TestContext.Current.CancellationToken);

            Assert.True(done.IsSuccessStatusCode);
            Assert.Equal(isOn ? [host] : [], InForce.Maintenance);
        }

        var (status, _) = await client.ProblemAsync(HttpMethod.Put, "api/v1/hosts/nowhere/maintenance", JsonContent.Create(new { on = true }));
        Assert.Equal(404, status);
    }

    [Fact]
    public async Task A_group_is_scaled_by_one_bound_alone_and_the_other_stays()
    {
        using var client = Server.ClientOf(Roles.Operator);
        using var raised = await client.PutAsJsonAsync("api/v1/groups/shop-web/bounds", new { minimum = 70 }, TestContext.Current.CancellationToken);
        var (status, detail) = await client.ProblemAsync(
            HttpMethod.Put, "api/v1/groups/shop-web/bounds", JsonContent.Create(new { minimum = 150 }));

        Assert.True(raised.IsSuccessStatusCode);
        Assert.Equal((70, 140), (InForce.Groups[0].Minimum, InForce.Groups[0].Maximum));
        Assert.Equal(400, status);
        Assert.Contains("found 150 and 140", detail);
    }

    private async Task<JsonElement> DeleteAsync(string path)
    {
        using var response = await Server.ClientOf(Roles.Operator).DeleteAsync(
            new Uri($"api/v1/{path}", UriKind.Relative), TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);

        return JsonDocument.Parse(text).RootElement;
    }
}
