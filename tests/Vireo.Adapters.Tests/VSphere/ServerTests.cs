using System.Globalization;
using System.Text.Json;
using Vireo.Adapters.Tests.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>The server that people start, on a simulated vCenter: what people configure and order is carried out there.</summary>
public sealed class ServerTests(VCenterLab lab) : IClassFixture<VCenterLab>
{
    // How long that takes is the machine's affair; that it ends so is what is tested.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pool_is_made_and_its_other_terms_reach_UpdateConfig()
    {
        await using var server = new LabServer(Provider(lab, "vc") + Policy + Pool(reservation: 500));
        await server.StartAsync();

        await server.UntilAsync("pools/shop", pool => pool.ToString().Contains("shop", StringComparison.Ordinal), Patience);
        var made = await TermsAsync(500);
        await server.PostAsync("apply", JsonSerializer.Serialize(new
        {
            files = new[] { new { name = "pool.yaml", text = Pool(reservation: 900) } },
        }));
        var changed = await TermsAsync(900);
        string calls = await lab.ControlAsync("/lab/calls");

        Assert.Equal(500, made.Terms.Cpu.Reservation);
        Assert.Equal(900, changed.Terms.Cpu.Reservation);
        Assert.NotEmpty(changed.VirtualMachines);
        Assert.Contains("\"UpdateConfig\"", calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_is_cloned_and_one_that_fails_leaves_nothing_and_a_group_grows()
    {
        string image = await lab.TemplateAsync();
        await using var server = new LabServer(Provider(lab, "vc") + Policy + Template("web", image, health: "") +
            Template("broken", image, "health: { type: tcp, port: 81, within: 5s }\n") +
            "---\napiVersion: vireo/v1\nkind: VmGroup\nname: front\ntemplate: web\nreplicas: 1\n");
        await server.StartAsync();

        await DeployAsync(server, "db-1", "web");
        var done = await EndOfAsync(server, "db-1");
        await DeployAsync(server, "bad-1", "broken");
        var undone = await EndOfAsync(server, "bad-1");
        await server.UntilAsync("groups", page => Replicas(page) >= 1, Patience);
        await server.PostAsync("apply", JsonSerializer.Serialize(new
        {
            files = new[]
            {
                new { name = "group.yaml", text = "apiVersion: vireo/v1\nkind: VmGroup\nname: front\ntemplate: web\nreplicas: 3\n" },
            },
        }));
        await server.UntilAsync("groups", page => Replicas(page) == 3, Patience);
        var names = (await lab.MachinesAsync()).Where(one => one.Power == "poweredOn").Select(one => one.Name).ToList();

        Assert.Equal("done", StatusOf(done));
        Assert.True(StatusOf(undone) == "undone", undone.ToString());
        Assert.Contains("Its health check did not pass within 5 s", undone.ToString(), StringComparison.Ordinal);
        Assert.Contains("db-1", names);
        Assert.DoesNotContain("bad-1", (await lab.MachinesAsync()).Select(one => one.Name));
        Assert.Equal(3, names.Count(name => name.StartsWith("front-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Files_move_and_a_snapshot_is_taken_as_people_order_it_and_plans_call_the_machine_by_its_name()
    {
        await using var server = new LabServer(Provider(lab, "vc") + Policy);
        await server.StartAsync();
        var known = await server.UntilAsync("vms?limit=100", page => page.GetProperty("items").GetArrayLength() > 0, Patience);
        var machine = known.GetProperty("items").EnumerateArray()
            .Select(row => row.GetProperty("vm"))
            .First(vm => string.Equals(vm.GetProperty("state").GetString(), "on", StringComparison.OrdinalIgnoreCase));
        string id = machine.GetProperty("id").GetString()!;
        string name = machine.GetProperty("name").GetString()!;
        string other = (await server.GetAsync("datastores")).GetProperty("items").EnumerateArray()
            .Select(row => row.GetProperty("datastore").GetProperty("id").GetString()!)
            .First(one => one != machine.GetProperty("datastore").GetString());

        await server.PostAsync($"vms/{id}/move", $"{{\"datastore\":\"{other}\"}}");
        var moved = await server.UntilAsync("orders?limit=1", HasEnded, Patience);
        await server.PostAsync($"vms/{id}/snapshots", "{\"name\":\"good\"}");
        var taken = await server.UntilAsync("orders?limit=2", page => page.GetProperty("items").GetArrayLength() == 2 && HasEnded(page), Patience);
        var plan = await server.GetAsync($"plans/{await NewestPlanAsync(server)}");
        var verified = await server.GetAsync($"receipts/{plan.GetProperty("receipt").GetProperty("id")}/verify");

        Assert.True(StateOf(moved) == "done", moved.ToString());
        Assert.True(StateOf(taken) == "done", taken.ToString());
        Assert.Equal(other, (await server.GetAsync($"vms/{id}")).GetProperty("vm").GetProperty("datastore").GetString());
        Assert.Equal("good", (await server.GetAsync($"vms/{id}/snapshots")).GetProperty("items")[0].GetProperty("name").GetString());
        Assert.Equal(name, plan.GetProperty("names").GetProperty(id).GetString());
        Assert.True(verified.GetProperty("isIdentical").GetBoolean(), verified.ToString());
    }

    /// <summary>A provider of type vsphere.</summary>
    internal static string Provider(VCenterLab lab, string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        apiVersion: vireo/v1
        kind: Provider
        name: {name}
        type: vsphere
        url: {lab.Url}
        user: {VCenterLab.User}
        passwordFile: {lab.PasswordFile}
        thumbprint: {lab.Thumbprint}
        acts: true
        sampleEvery: 5s
        decideEvery: 10s

        """);

    /// <summary>Does what is ordered and configured, and nothing by itself.</summary>
    internal const string Policy =
        "---\napiVersion: vireo/v1\nkind: Policy\nname: calm\nmode: autopilot\nconsolidate: false\nmanageHostPower: false\n" +
        "spareFaultDomains: 0\nrelieveAboveRatio: 1\nfillUpToRatio: 1\n";

    private static string Template(string name, string image, string health) =>
        $"---\napiVersion: vireo/v1\nkind: VmTemplate\nname: {name}\nimage: {image}\ncores: 1\nmemory: 64MiB\n{health}";

    private static string Pool(int reservation) => string.Create(
        CultureInfo.InvariantCulture,
        $"---\napiVersion: vireo/v1\nkind: ResourcePool\nname: shop\nallocation: static\ncpu: {{ reservation: {reservation} }}\nnames: [\"DC0_*\"]\n");

    private static Task DeployAsync(LabServer server, string name, string template) => server.PostAsync(
        "deployments",
        $"apiVersion: vireo/v1\nkind: Deployment\nname: {name}\nwithin: 15m\nmachines:\n  - {{ name: {name}, template: {template} }}\n");

    private static Task<JsonElement> EndOfAsync(LabServer server, string name) => server.UntilAsync(
        $"deployments/{name}", seen => StatusOf(seen) is "done" or "undone", Patience);

    private static string StatusOf(JsonElement deployment) =>
        deployment.GetProperty("deployment").GetProperty("status").GetString()!.ToLowerInvariant();

    private static int Replicas(JsonElement groups) => groups.GetProperty("items").EnumerateArray()
        .Where(row => row.GetProperty("group").GetProperty("id").GetString() == "front")
        .Select(row => row.GetProperty("replicas").GetProperty("ready").GetInt32()).FirstOrDefault();

    private static bool HasEnded(JsonElement orders) => StateOf(orders) is "done" or "failed" or "expired";

    private static string StateOf(JsonElement orders) => orders.GetProperty("items") is var items && items.GetArrayLength() > 0
        ? items[0].GetProperty("status").GetString()!
        : "";

    private static async Task<long> NewestPlanAsync(LabServer server) => (await server.GetAsync("plans?limit=100")).GetProperty("items")
        .EnumerateArray().First(plan => plan.GetProperty("actions").GetInt32() > 0).GetProperty("id").GetInt64();

    // As the vCenter itself shows it, to a process that has asked for nothing.
    private async Task<PoolSetting> TermsAsync(double reservation)
    {
        await using var looking = lab.Provider(settings => settings with { Acts = false });
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Token);
        late.CancelAfter(Patience);
        while (true)
        {
            var pools = (await looking.ReadInventoryAsync(late.Token)).Pools;
            if (pools.FirstOrDefault(one => one.Pool.Value == "shop" && !one.IsForeign && Math.Abs(one.Terms.Cpu.Reservation - reservation) < 1) is { } pool)
            {
                return pool;
            }
        }
    }
}
