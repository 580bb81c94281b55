using System.Text.Json;
using Vireo.Adapters.Tests.Libvirt;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>One server with a simulated vCenter, two hosts of libvirt's test driver and the simulated fleet, under one policy: each
/// is acted on by its own orders only.</summary>
[Collection("libvirt test host")]
public sealed class ManyProvidersTests(VCenterLab lab) : IClassFixture<VCenterLab>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_cluster_is_decided_for_and_acted_on_by_itself()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        string second = Path.Combine(Path.GetDirectoryName(lab.PasswordFile)!, "h2.xml");
        await File.WriteAllTextAsync(second, SecondHost, Token);
        await using var server = new LabServer(
            ServerTests.Provider(lab, "vc") +
            "---\napiVersion: vireo/v1\nkind: Provider\nname: kvm\ntype: libvirt\nacts: true\nsampleEvery: 5s\ndecideEvery: 10s\nconnections:\n" +
            $"  - {{ name: h1, uri: \"test:///default\" }}\n  - {{ name: h2, uri: \"test://{second}\" }}\n" +
            "---\napiVersion: vireo/v1\nkind: Provider\nname: sim\ntype: simulation\nscenario: demo\nhosts: 6\nvms: 40\nspeed: 20\nwarmUp: 1h\n" +
            ServerTests.Policy + "strategy: none\n");
        await server.StartAsync();

        var clusters = new Dictionary<string, HashSet<string>>();
        foreach (string cluster in (string[])["vc", "kvm", "sim"])
        {
            var machines = await server.UntilAsync(
                $"vms?limit=1000&cluster={cluster}", page => page.GetProperty("items").GetArrayLength() > 0, Patience);
            clusters[cluster] = [.. Ids(machines)];
        }

        int hosts = (await server.GetAsync("hosts?limit=1000&cluster=kvm")).GetProperty("items").GetArrayLength();
        var moved = Running(await server.GetAsync("vms?limit=1000&cluster=vc"));
        string moving = Say(moved, "id");
        string standing = Say(Running(await server.GetAsync("vms?limit=1000&cluster=kvm")), "id");
        string simulated = Say(Running(await server.GetAsync("vms?limit=1000&cluster=sim")), "id");
        var before = await lab.MachinesAsync();
        string elsewhere = (await server.GetAsync("hosts?limit=100&cluster=vc")).GetProperty("items").EnumerateArray()
            .Select(row => row.GetProperty("host").GetProperty("id").GetString()!).First(host => host != Say(moved, "host"));

        await server.PostAsync($"vms/{moving}/move", $"{{\"host\":\"{elsewhere}\"}}");
        await server.PostAsync($"vms/{standing}/suspend", "{}");
        await server.PostAsync($"vms/{simulated}/snapshots", "{\"name\":\"kept\"}");
        var orders = await server.UntilAsync(
            "orders?limit=10", page => page.GetProperty("items").EnumerateArray().Count(one => one.GetProperty("hasEnded").GetBoolean()) == 3,
            Patience);
        var plans = (await server.GetAsync("plans?limit=1000")).GetProperty("items").EnumerateArray()
            .Where(plan => plan.GetProperty("actions").GetInt32() > 0).ToList();
        var after = await lab.MachinesAsync();

        Assert.Equal(2, hosts);
        Assert.All(orders.GetProperty("items").EnumerateArray(), one => Assert.True(
            one.GetProperty("status").GetString() == "done", one.ToString()));
        Assert.Single(after.Except(before));
        Assert.Equal(["kvm", "sim", "vc"], plans.Select(plan => plan.GetProperty("cluster").GetString()).Distinct().Order());
        foreach (var plan in plans)
        {
            var own = clusters[plan.GetProperty("cluster").GetString()!];
            var shown = await server.GetAsync($"plans/{plan.GetProperty("id").GetInt64()}");
            Assert.All(
                shown.GetProperty("plan").GetProperty("actions").EnumerateArray(),
                action => Assert.Contains(action.GetProperty("action").GetProperty("virtualMachine").GetString()!, own));
        }
    }

    private const string SecondHost =
        "<node><cpu><mhz>2000</mhz><nodes>1</nodes><sockets>1</sockets><cores>4</cores><threads>1</threads></cpu><memory>8388608</memory>" +
        "<domain type='test'><name>second</name><uuid>22222222-2222-4333-8444-555555555501</uuid><memory>262144</memory><vcpu>1</vcpu>" +
        "<os><type>hvm</type></os></domain></node>";

    private static IEnumerable<string> Ids(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("vm").GetProperty("id").GetString()!);

    private static string Say(JsonElement machine, string key) => machine.GetProperty(key).GetString()!;

    private static JsonElement Running(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("vm"))
        .First(vm => string.Equals(vm.GetProperty("state").GetString(), "on", StringComparison.OrdinalIgnoreCase));
}
