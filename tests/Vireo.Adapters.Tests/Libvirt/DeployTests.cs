using System.Text.Json;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Machines that are made from a template on real hosts.</summary>
[Collection("lab")]
public sealed class DeployTests(TemplateLab lab) : IClassFixture<TemplateLab>
{
    private const string Documents =
        "---\napiVersion: vireo/v1\nkind: Policy\nname: lab\nmode: autopilot\nconsolidate: false\nmanageHostPower: false\n" +
        "spareFaultDomains: 0\nrelieveAboveRatio: 1\nfillUpToRatio: 1\n" +
        "---\napiVersion: vireo/v1\nkind: VmTemplate\nname: web\nimage: small\ncores: 1\nmemory: 96MiB\n" +
        "userData: |\n  #cloud-config\n  # vireo: address={{address}}\n  hostname: {{machine}}\n" +
        "parameters: [{ name: address, type: word }]\nhealth: { type: http, port: 80, path: /cgi-bin/stats, within: 10m }\n" +
        "---\napiVersion: vireo/v1\nkind: VmTemplate\nname: broken\nimage: small\ncores: 1\nmemory: 96MiB\n" +
        "userData: |\n  #cloud-config\n  # vireo: address={{address}}\n  hostname: {{machine}}\n" +
        "parameters: [{ name: address, type: word }]\nhealth: { type: http, port: 81, path: /, within: 5s }\n" +
        "---\napiVersion: vireo/v1\nkind: ResourcePool\nname: shop\nnames: [\"web-*\"]\n";

    // How long that takes is the machine's affair; that it ends so is what is tested.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    [Fact]
    public async Task A_machine_is_made_boots_serves_and_is_in_its_pool_and_a_broken_one_leaves_nothing()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        await using var server = await StartAsync();

        await DeployAsync(server, "web-1", "web", 150);
        var done = await EndOfAsync(server, "web-1");
        var machine = (await server.GetAsync("vms/web-1")).GetProperty("vm");

        Assert.True(StatusOf(done) == "done", done.ToString());
        Assert.NotEmpty((await lab.AskGuestAsync(150)).Boot);
        Assert.Equal("on", machine.GetProperty("state").GetString(), ignoreCase: true);
        Assert.Contains("web-1", (await server.GetAsync("pools/shop")).ToString(), StringComparison.Ordinal);
        Assert.Equal(["web-1.seed.iso", "web-1.vda.qcow2"], FilesOf("web-"));
        byte[] image = await File.ReadAllBytesAsync(
            Path.Combine(lab.ImageFolder, "small.raw"), TestContext.Current.CancellationToken);
        Assert.Equal(-1, image.AsSpan().IndexOfAnyExcept((byte)0));

        await GoBackAsync(server);

        await DeployAsync(server, "web-2", "broken", 151);
        var undone = await EndOfAsync(server, "web-2");

        Assert.True(StatusOf(undone) == "undone", undone.ToString());
        Assert.Contains("Its health check did not pass within 5 s", undone.ToString(), StringComparison.Ordinal);
        Assert.Equal(["web-1.seed.iso", "web-1.vda.qcow2"], FilesOf("web-"));
        Assert.Equal(["web-1"], await DomainsOfAsync("web-"));
    }

    [Theory]
    [InlineData("define", 160)]
    [InlineData("write", 164)]
    [InlineData("boot", 161)]
    [InlineData("configure", 163)]
    [InlineData("check", 162)]
    public async Task A_server_that_is_killed_in_the_middle_of_it_goes_on_or_leaves_nothing(string step, int octet)
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        string name = $"killed-{step}";
        await using var server = await StartAsync();
        await DeployAsync(server, name, "web", octet);
        await UntilAsync(server, name, step);

        await server.KillAsync();
        await server.StartAsync();
        string status = StatusOf(await EndOfAsync(server, name));

        bool isThere = (await DomainsOfAsync(name)) is [var only] && only == name;
        Assert.Equal(status == "done", isThere);
        Assert.Equal(status == "done" ? 2 : 0, FilesOf(name).Count);
        if (isThere)
        {
            Assert.NotEmpty((await lab.AskGuestAsync(octet)).Boot);
        }
    }

    // Within a creation by what the host shows, as Vireo itself only knows afterwards.
    private async Task UntilAsync(LabServer server, string name, string step)
    {
        if (step is not ("define" or "write"))
        {
            await server.UntilAsync($"deployments/{name}", seen => HasBegun(seen, step), Patience);
            return;
        }

        long started = TimeProvider.System.GetTimestamp();
        while (step == "write" ? FilesOf(name).Count == 0 : (await DomainsOfAsync(name)).Count == 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"'{name}' never came to '{step}'.");
        }
    }

    // The same guest at an earlier time shows that its memory went back; a Vireo that is killed in the middle changes nothing.
    private async Task GoBackAsync(LabServer server)
    {
        var kept = await lab.AskGuestAsync(150);
        await server.PostAsync("vms/web-1/snapshots", "{\"name\":\"good\"}");
        await server.UntilAsync("orders?limit=1", page => StateOf(page) is "running" or "done" or "failed", Patience);
        await server.KillAsync();
        await server.StartAsync();
        var taken = await server.UntilAsync("orders?limit=1", page => StateOf(page) is "done" or "failed", Patience);
        Assert.True(StateOf(taken) == "done", taken.ToString());
        Assert.Equal("good", (await lab.VirshAsync("1", "snapshot-list", "web-1", "--name")).Trim());
        var later = await lab.AskGuestAsync(150);

        await server.PostAsync("vms/web-1/snapshots/good/revert", "{}");
        var reverted = await server.UntilAsync(
            "orders?limit=2", page => page.GetProperty("items").GetArrayLength() > 1 && StateOf(page) is "done" or "failed", Patience);
        var back = await lab.AskGuestAsync(150);

        Assert.True(StateOf(reverted) == "done", reverted.ToString());
        Assert.Equal((kept.Boot, kept.Boot), (later.Boot, back.Boot));
        Assert.True(back.Uptime > kept.Uptime, $"{back.Uptime} is not after {kept.Uptime}.");
        Assert.True((await server.GetAsync("audit/verify")).GetProperty("isIntact").GetBoolean());
        await server.PostAsync("vms/web-1/resize", "{\"memory\":\"80MiB\",\"snapshotFirst\":true}");
        var resized = await server.UntilAsync(
            "orders?limit=3", page => page.GetProperty("items").GetArrayLength() > 2 && StateOf(page) is "done" or "failed", Patience);
        Assert.True(StateOf(resized) == "done", resized.ToString());
        Assert.Equal(2, (await server.GetAsync("vms/web-1/snapshots")).GetProperty("items").GetArrayLength());
        await server.DeleteAsync("vms/web-1/snapshots/good");
        var deleted = await server.UntilAsync(
            "orders?limit=4", page => page.GetProperty("items").GetArrayLength() > 3 && StateOf(page) is "done" or "failed", Patience);
        Assert.True(StateOf(deleted) == "done", deleted.ToString());
        Assert.DoesNotContain("good", await lab.VirshAsync("1", "snapshot-list", "web-1", "--name"), StringComparison.Ordinal);
    }

    private static string StateOf(JsonElement orders) => orders.GetProperty("items") is var items && items.GetArrayLength() > 0
        ? items[0].GetProperty("status").GetString()!
        : "";

    private async Task<LabServer> StartAsync()
    {
        string configuration = await lab.QuickConfigurationAsync(cores: "4");
        var server = new LabServer(configuration + Documents);
        await server.StartAsync();

        return server;
    }

    private static Task DeployAsync(LabServer server, string name, string template, int octet) => server.PostAsync(
        "deployments",
        $"apiVersion: vireo/v1\nkind: Deployment\nname: {name}\nwithin: 15m\nmachines:\n" +
        $"  - {{ name: {name}, template: {template}, parameters: {{ address: {LabHosts.AddressOf(octet)} }} }}\n");

    private static Task<JsonElement> EndOfAsync(LabServer server, string name) => server.UntilAsync(
        $"deployments/{name}", seen => StatusOf(seen) is "done" or "undone", Patience);

    private static string StatusOf(JsonElement deployment) =>
        deployment.GetProperty("deployment").GetProperty("status").GetString()!.ToLowerInvariant();

    private static bool HasBegun(JsonElement deployment, string step) =>
        deployment.GetProperty("steps").EnumerateArray().Any(seen =>
            seen.GetProperty("kind").GetString()!.Equals(step, StringComparison.OrdinalIgnoreCase)
            && !seen.GetProperty("status").GetString()!.Equals("waiting", StringComparison.OrdinalIgnoreCase));

    // A machine that another test has left may be there, too.
    private List<string> FilesOf(string machines) => Of(machines, Directory.GetFiles(lab.ImageFolder).Select(file => Path.GetFileName(file)));

    private async Task<List<string>> DomainsOfAsync(string machines)
    {
        string both = await lab.VirshAsync("1", "list", "--all", "--name") + await lab.VirshAsync("2", "list", "--all", "--name");

        return Of(machines, both.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private static List<string> Of(string machines, IEnumerable<string> names) =>
        [.. names.Where(name => name.StartsWith(machines, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
