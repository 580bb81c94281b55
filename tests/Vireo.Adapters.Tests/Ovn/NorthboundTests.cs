using Vireo.Adapters.Ovn;
using Vireo.Adapters.Tests.Ovsdb;
using Vireo.Fleet;
using Vireo.Scheduling.Network;

namespace Vireo.Adapters.Tests.Ovn;

/// <summary>Plans carried out in a real northbound database, with ovn-nbctl as referee.</summary>
public sealed class NorthboundTests
{
    private static readonly VirtualNetwork Web = new()
    {
        Name = "web",
        Subnet = "10.1.0.0/24",
        Domain = "shop.test",
        LimitPerMachine = new BytesPerSecond(1_250_000),
        Ports = [new NetworkPort("web-1"), new NetworkPort("web-2")],
    };

    private static readonly NetworkIntent Shop = new()
    {
        Networks = [Web, new VirtualNetwork { Name = "out", Kind = NetworkKind.Vlan, PhysicalNetwork = "physnet1", Vlan = 12 }],
        Routers =
        [
            new VirtualRouter
            {
                Name = "edge", Networks = ["web"], External = new ExternalLink("out", "192.0.2.10/24", ["h1", "h2"], SourceNat: true),
                Routes = [new StaticRoute("0.0.0.0/0", "192.0.2.1")], FloatingAddresses = [new FloatingAddress("192.0.2.20", "web-1")],
                PortForwards = [new PortForward(2222, TransportProtocol.Tcp, "web-2", 22)],
            },
        ],
        LoadBalancers = [new LoadBalancer { Name = "shop", Address = "10.9.9.9", Network = "web", Routers = ["edge"], Names = ["web-*"] }],
        Firewalls = [new FirewallPolicy { Name = "fw", Networks = ["web"], Rules = [new FirewallRule { Protocol = "tcp", Ports = [80] }] }],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_declared_stands_there_and_then_nothing_is_left_to_do()
    {
        await using var server = await DatabaseServer.StartAsync();
        await using var engine = Engine(server);

        var outcome = await engine.ApplyAsync(await PlanAsync(engine, Shop), Token);

        Assert.Equal("", outcome.Reason);
        Assert.True((await PlanAsync(engine, Shop)).IsEmpty);
        Assert.Equal("rate=10000", (await server.ClientAsync("qos-list", "web")).Split('\n')[0].Split(' ').First(word => word.StartsWith("rate", StringComparison.Ordinal)));
        Assert.Contains("10.1.0.2:80,10.1.0.3:80", await server.ClientAsync("lr-lb-list", "edge"), StringComparison.Ordinal);
        Assert.Contains("192.0.2.1", await server.ClientAsync("lr-route-list", "edge"), StringComparison.Ordinal);
        Assert.Contains("192.0.2.20", await server.ClientAsync("lr-nat-list", "edge"), StringComparison.Ordinal);
        Assert.Contains("edge-to-out-h1", await server.ClientAsync("lrp-get-gateway-chassis", "edge-to-out"), StringComparison.Ordinal);
        Assert.Equal("12", await server.ClientAsync("get", "logical_switch_port", "out-uplink", "tag"));
        Assert.Contains("tcp.dst == {80}", await server.ClientAsync("acl-list", "fw"), StringComparison.Ordinal);
        Assert.Contains("web-1.shop.test", await server.ClientAsync("--columns=records", "list", "dns"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_made_stays_and_what_they_added_to_ours_as_well()
    {
        await using var server = await DatabaseServer.StartAsync();
        await using var engine = Engine(server);
        await engine.ApplyAsync(await PlanAsync(engine, Shop), Token);
        await server.ClientAsync(
            "ls-add", "theirs", "--", "lsp-add", "theirs", "their-port", "--", "lsp-add", "web", "guest", "--",
            "lr-route-add", "edge", "198.51.100.0/24", "192.0.2.2");
        Assert.True((await PlanAsync(engine, Shop)).IsEmpty);

        var smaller = Shop with { Networks = [Web with { Ports = [new NetworkPort("web-2")] }, Shop.Networks[1]], LoadBalancers = [] };
        var plan = await PlanAsync(engine, smaller);
        var outcome = await engine.ApplyAsync(plan, Token);

        Assert.Equal("", outcome.Reason);
        Assert.Contains(plan.Losses, loss => loss.Machine == "web-1");
        Assert.True((await PlanAsync(engine, smaller)).IsEmpty);
        Assert.Contains("guest", await server.ClientAsync("lsp-list", "web"), StringComparison.Ordinal);
        Assert.DoesNotContain("web-1", await server.ClientAsync("lsp-list", "web"), StringComparison.Ordinal);
        Assert.Contains("their-port", await server.ClientAsync("lsp-list", "theirs"), StringComparison.Ordinal);
        Assert.Contains("198.51.100.0/24", await server.ClientAsync("lr-route-list", "edge"), StringComparison.Ordinal);
        Assert.Equal("", await server.ClientAsync("--bare", "--columns=name", "find", "load_balancer", "name=shop"));
    }

    [Fact]
    public async Task Drift_is_seen_and_repaired_and_a_plan_that_has_become_old_changes_nothing()
    {
        await using var server = await DatabaseServer.StartAsync();
        await using var engine = Engine(server);
        await engine.ApplyAsync(await PlanAsync(engine, Shop), Token);
        var faster = Shop with { Networks = [Web with { LimitPerMachine = new BytesPerSecond(2_500_000) }, Shop.Networks[1]] };
        var old = await PlanAsync(engine, faster);
        await server.ClientAsync("set", "qos", (await server.ClientAsync("--bare", "--columns=_uuid", "list", "qos")).Split('\n')[0], "bandwidth:rate=7");
        await server.ClientAsync("lsp-set-addresses", "web.web-1", "unknown");
        await engine.ReadAsync(Token);

        var refused = await engine.ApplyAsync(old, Token);
        var repair = await PlanAsync(engine, Shop);
        var repaired = await engine.ApplyAsync(repair, Token);

        Assert.Contains("Somebody changed the same rows", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(0, refused.StagesWritten);
        Assert.Contains(repair.Stages.SelectMany(stage => stage.Changes), change => change.Key == "port/web/web-1");
        Assert.Equal("", repaired.Reason);
        Assert.True((await PlanAsync(engine, Shop)).IsEmpty);
    }

    [Fact]
    public async Task Two_managers_cannot_both_make_the_same()
    {
        await using var server = await DatabaseServer.StartAsync();
        await using var one = Engine(server);
        await using var other = Engine(server);
        var (first, second) = (await PlanAsync(one, Shop), await PlanAsync(other, Shop));

        var outcomes = await Task.WhenAll(one.ApplyAsync(first, Token), other.ApplyAsync(second, Token));

        Assert.Single(outcomes, outcome => outcome.Reason.Length == 0);
        Assert.True((await PlanAsync(other, Shop)).IsEmpty);
        Assert.Single((await server.ClientAsync("--bare", "--columns=name", "find", "logical_switch", "name=web")).Split('\n'));
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named()
    {
        await using var engine = new OvnNorthbound(new OvnSettings("unix:/nowhere/nb.sock"), TimeProvider.System, new Random(1));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => engine.ReadAsync(Token));

        Assert.Contains("unix:/nowhere/nb.sock", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
    }

    private static async Task<NetworkPlan> PlanAsync(OvnNorthbound engine, NetworkIntent intent) =>
        NetworkPlanner.Plan(intent, [], await engine.ReadAsync(Token));

    private static OvnNorthbound Engine(DatabaseServer server) => new(
        new OvnSettings($"unix:{server.Socket}") { ConfirmWithin = TimeSpan.Zero }, TimeProvider.System, new Random(1));
}
