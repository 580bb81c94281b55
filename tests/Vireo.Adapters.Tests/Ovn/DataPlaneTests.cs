using System.Collections.Immutable;
using Vireo.Adapters.Ovn;
using Vireo.Adapters.Tests.VSphere;
using Vireo.Adapters.Topology;
using Vireo.Fleet;
using Vireo.Scheduling.Network;
using Vireo.Scheduling.Network.Topology;

namespace Vireo.Adapters.Tests.Ovn;

/// <summary>What is declared is true of packets: two hosts of <c>lab/net</c> with real Open vSwitch and OVN.</summary>
public sealed class DataPlaneTests : IAsyncLifetime
{
    private static readonly NetworkIntent Shop = new()
    {
        Networks =
        [
            new VirtualNetwork { Name = "web", Subnet = "10.1.0.0/24", Ports = [new NetworkPort("web-1"), new NetworkPort("web-2")] },
            new VirtualNetwork { Name = "data", Subnet = "10.2.0.0/24", Ports = [new NetworkPort("db-1")] },
            new VirtualNetwork { Name = "out", Kind = NetworkKind.Vlan, PhysicalNetwork = "physnet1" },
        ],
        Routers =
        [
            new VirtualRouter
            {
                Name = "edge", Networks = ["web", "data"],
                External = new ExternalLink("out", "10.99.0.200/24", ["host-1", "host-2"], SourceNat: true),
                FloatingAddresses = [new FloatingAddress("10.99.0.101", "web-1")],
            },
        ],
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vireo-netlab-");
    private readonly string _prefix = $"vn{Environment.ProcessId}";
    private string _whyNot = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        string[] programs = ["/usr/sbin/ovsdb-server", "/usr/bin/ovn-northd", "/usr/bin/ovn-controller", "/usr/sbin/ethtool", "/usr/bin/ping"];
        _whyNot = string.Join(", ", programs.Where(program => !File.Exists(program)));
        if (_whyNot.Length > 0)
        {
            _whyNot = $"This machine lacks {_whyNot}.";
            return;
        }

        var (code, output) = await LabAsync("up", "2");
        _whyNot = code == 0 ? "" : $"The lab does not start here: {output.Trim()}";
    }

    public async ValueTask DisposeAsync()
    {
        await LabAsync("down");
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Packets_go_where_they_are_meant_to_and_nowhere_else()
    {
        Assert.SkipWhen(_whyNot.Length > 0, _whyNot);
        await using var engine = new OvnNorthbound(new OvnSettings($"unix:{_folder.FullName}/nb.sock"), TimeProvider.System, new Random(1));
        await ApplyAsync(engine, Shop);
        await PlugAsync();
        Assert.True(await ReachesAsync("v-web-1", "10.1.0.3"), "in one network between hosts");
        Assert.True(await ReachesAsync("v-web-1", "10.2.0.2"), "through the router");
        Assert.True(await ReachesAsync("v-web-2", "10.99.0.250"), "to the outside");
        Assert.True(await ReachesAsync("c", "10.99.0.101"), "from the outside to a floating address");

        var closed = Shop with
        {
            Routers = [Shop.Routers[0] with { FloatingAddresses = [] }],
            Firewalls = [new FirewallPolicy { Name = "db", Networks = ["data"], Rules = [new FirewallRule { Protocol = "icmp", From = "10.1.0.2/32" }] }],
        };
        var plan = await ApplyAsync(engine, closed);

        Assert.Contains(plan.Losses, loss => loss.ToString() == "web-1 in web loses: the outer address 10.99.0.101");
        Assert.True(await ReachesAsync("v-web-1", "10.2.0.2"), "what the firewall allows");
        Assert.False(await AnswersAsync("v-web-2", "10.2.0.2"), "what it does not allow");
        Assert.False(await AnswersAsync("c", "10.99.0.101"), "an address that was taken away");
    }

    [Fact]
    public async Task What_is_said_of_a_wire_that_fails_is_what_pings_then_show()
    {
        Assert.SkipWhen(_whyNot.Length > 0, _whyNot);
        await using var engine = new OvnNorthbound(new OvnSettings($"unix:{_folder.FullName}/nb.sock"), TimeProvider.System, new Random(1));
        await ApplyAsync(engine, Shop);
        await PlugAsync();
        var reader = new HostTopologyReader(TimeProvider.System, new Random(1));
        var topology = reader.Join(
            await reader.ReadAsync("h1", $"unix:{_folder.FullName}/h1/db.sock", Token),
            await reader.ReadAsync("h2", $"unix:{_folder.FullName}/h2/db.sock", Token));
        var analysis = new ImpactAnalysis(topology);

        foreach (string host in (string[])["h1", "h2"])
        {
            var predicted = analysis.Of($"port/{host}/up0");
            await LabAsync("in", host, "ip", "link", "set", "up0", "down");
            foreach (var (from, to) in Pairs())
            {
                bool isCut = predicted.Splits.Any(parts => PartOf(parts, from.Interface) != PartOf(parts, to.Interface));
                bool answers = isCut
                    ? await AnswersAsync($"v-{from.Machine}", to.Address!)
                    : await ReachesAsync($"v-{from.Machine}", to.Address!);
                Assert.True(answers != isCut, $"{host}: {from.Machine} to {to.Machine}: predicted {(isCut ? "cut" : "whole")}.");
            }

            await LabAsync("in", host, "ip", "link", "set", "up0", "up");
            foreach (var (from, to) in Pairs())
            {
                Assert.True(await ReachesAsync($"v-{from.Machine}", to.Address!), $"{from.Machine} to {to.Machine} afterwards");
            }
        }
    }

    private static int PartOf(ImmutableArray<ReachablePart> parts, string machine) =>
        Enumerable.Range(0, parts.Length).FirstOrDefault(part => parts[part].Machines.Contains(machine), -1);

    private static IEnumerable<(AttachedPort From, AttachedPort To)> Pairs()
    {
        var ports = NetworkMembers.Of(Shop, [], new Dictionary<string, string>());

        return from one in ports from other in ports where string.CompareOrdinal(one.Machine, other.Machine) < 0 select (one, other);
    }

    // In turn on the hosts. Ports are bound once the hosts have carried out whatever is written after them.
    private async Task PlugAsync()
    {
        int host = 1;
        foreach (var port in NetworkMembers.Of(Shop, [], new Dictionary<string, string>()))
        {
            string gateway = $"{port.Address![..port.Address!.LastIndexOf('.')]}.1";
            var (code, output) = await LabAsync("vm", port.Machine, $"{host}", port.Interface, port.Mac, $"{port.Address}/24", gateway);
            Assert.True(code == 0, output);
            host = 3 - host;
        }

        await ToolAsync("ovn-nbctl", $"--db=unix:{_folder.FullName}/nb.sock", "--wait=hv", "sync");
    }

    private static async Task<NetworkPlan> ApplyAsync(OvnNorthbound engine, NetworkIntent intent)
    {
        var plan = NetworkPlanner.Plan(intent, [], await engine.ReadAsync(Token));
        var outcome = await engine.ApplyAsync(plan, Token);
        Assert.True(outcome.IsConfirmed, outcome.Reason);

        return plan;
    }

    // Until the first answer: hosts agree on who is the gateway a moment after they have carried out what is written.
    private async Task<bool> ReachesAsync(string from, string to) =>
        (await LabAsync("in", from, "ping", "-c", "1", "-i", "0.2", "-w", "20", "-q", to)).Code == 0;

    private async Task<bool> AnswersAsync(string from, string to) =>
        (await LabAsync("in", from, "ping", "-c", "3", "-i", "0.2", "-W", "1", "-q", to)).Code == 0;

    private static async Task ToolAsync(string program, params string[] arguments)
    {
        var (code, output) = await VCenterLab.RunAsync(program, arguments);
        Assert.True(code == 0, output);
    }

    private Task<(int Code, string Output)> LabAsync(params string[] arguments) => VCenterLab.RunAsync(
        Path.Combine(Checkout.Root, "lab", "net", "netlab"), [_folder.FullName, _prefix, .. arguments]);
}
