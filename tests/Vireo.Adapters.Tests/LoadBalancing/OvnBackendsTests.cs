using Vireo.Adapters.LoadBalancing;
using Vireo.Adapters.Ovn;
using Vireo.Adapters.Tests.Ovsdb;
using Vireo.Fleet;
using Vireo.Scheduling.Network;

namespace Vireo.Adapters.Tests.LoadBalancing;

/// <summary>A load balancer in a real northbound database, as <c>vireo network apply</c> leaves it.</summary>
public sealed class OvnBackendsTests
{
    private static readonly NetworkIntent Shop = new()
    {
        Networks =
        [
            new VirtualNetwork { Name = "web", Subnet = "10.1.0.0/24", Ports = [new NetworkPort("web-1"), new NetworkPort("web-2"), new NetworkPort("db-1")] },
        ],
        LoadBalancers = [new LoadBalancer { Name = "shop", Address = "10.9.9.9", Network = "web", TargetPort = 8080, Names = ["web-1"] }],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replica_joins_by_the_address_of_its_port_and_leaves_and_others_stay()
    {
        await using var server = await ServerAsync();
        await using var provider = Provider(server);
        string before = await provider.ListAsync();

        await provider.JoinAsync("web-2");
        string joined = await provider.ListAsync();
        string stands = await VipsAsync(server);
        await provider.JoinAsync("web-2", "-again");
        var end = await provider.EndOfAsync(await provider.LeaveAsync("web-1"));

        Assert.Equal("web-1 Serving", before);
        Assert.Equal("web-1 Serving, web-2 Serving", joined);
        Assert.Equal("\"10.9.9.9:80\"=\"10.1.0.3:8080,10.1.0.4:8080\"", stands);
        Assert.Equal(ActionPhase.Succeeded, end.Phase);
        Assert.Equal("\"10.9.9.9:80\"=\"10.1.0.4:8080\"", await VipsAsync(server));
        Assert.Equal("web-2 Serving", await provider.ListAsync());
    }

    [Fact]
    public async Task What_was_begun_has_its_time_before_the_replica_may_stop()
    {
        await using var server = await ServerAsync();
        await using var provider = Provider(server, drainFor: TimeSpan.FromMinutes(5));

        var leaving = await provider.LeaveAsync("web-1");

        Assert.Equal("", await provider.ListAsync());
        Assert.Equal(ActionPhase.Running, (await provider.QueryAsync(leaving, Token)).Phase);
    }

    [Fact]
    public async Task A_replica_without_a_port_is_refused_with_what_to_do()
    {
        await using var server = await ServerAsync();
        await using var provider = Provider(server);

        var refused = await Assert.ThrowsAsync<ProviderException>(() => provider.JoinAsync("web-9"));
        await using var elsewhere = Provider(server, name: "other");
        var missing = await Assert.ThrowsAsync<ProviderException>(() => elsewhere.ReadInventoryAsync(Token));

        Assert.False(refused.IsTransient);
        Assert.Contains("OVN has no port 'web.web-9' with an address", refused.Message, StringComparison.Ordinal);
        Assert.Contains("OVN has no load balancer 'other'", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_have_added_meanwhile_is_not_overwritten()
    {
        await using var server = await ServerAsync();
        await using var provider = Provider(server);
        await server.ClientAsync("set", "load_balancer", "shop", "vips:\"10.9.9.9:443\"=\"10.1.0.2:8443,192.0.2.7:8443\"");

        await provider.JoinAsync("web-2");
        await provider.EndOfAsync(await provider.LeaveAsync("web-2"));

        Assert.Contains("10.1.0.2:8443,192.0.2.7:8443", await VipsAsync(server), StringComparison.Ordinal);
        Assert.Contains("vireo-owner", await server.ClientAsync("get", "load_balancer", "shop", "external_ids"), StringComparison.Ordinal);
    }

    private static Task<string> VipsAsync(DatabaseServer server) => VipsOfAsync(server, "shop");

    private static async Task<string> VipsOfAsync(DatabaseServer server, string name) =>
        (await server.ClientAsync("get", "load_balancer", name, "vips")).Trim('{', '}');

    private static async Task<DatabaseServer> ServerAsync()
    {
        var server = await DatabaseServer.StartAsync();
        await using var engine = new OvnNorthbound(
            new OvnSettings($"unix:{server.Socket}") { ConfirmWithin = TimeSpan.Zero }, TimeProvider.System, new Random(1));
        var outcome = await engine.ApplyAsync(NetworkPlanner.Plan(Shop, [], await engine.ReadAsync(Token)), Token);
        Assert.Equal("", outcome.Reason);

        return server;
    }

    private static LoadBalancerProvider Provider(DatabaseServer server, TimeSpan drainFor = default, string name = "shop") => new(
        new BackendPoolSettings
        {
            Name = "shop",
            Type = BackendPoolType.Ovn,
            Endpoints = $"unix:{server.Socket}",
            LoadBalancer = name,
            Network = "web",
            DrainFor = drainFor,
        },
        TimeProvider.System, new Random(1));
}
