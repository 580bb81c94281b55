using System.Text.Json;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>A real host that is lost: silent at first, then dead by two signs, fenced, and its guest restarted.</summary>
[Collection("lab")]
public sealed class HostLossTests(LabHosts lab) : IClassFixture<LabHosts>
{
    private const string Policy =
        "---\napiVersion: vireo/v1\nkind: Policy\nname: lab\nmode: autopilot\nconsolidate: false\nmanageHostPower: false\n" +
        "spareFaultDomains: 0\nminimumHostsOn: 1\nfenceAfter: 10s\n";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task A_host_without_its_libvirtd_is_unknown_and_one_that_is_cut_off_is_fenced_and_its_guest_runs_once_elsewhere()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        var before = await lab.AskGuestAsync();
        await using var server = await StartAsync();
        await server.UntilAsync("vms", vms => vms.GetProperty("total").GetInt32() == 1, Patience);

        await lab.CrashAsync(1);
        await server.UntilAsync("hosts/h1", host => PathsOf(host).SequenceEqual(["libvirt"]), Patience);

        // As long as another way answers, nothing is concluded, also after the time in which silence is believed.
        await server.UntilAsync("hosts/h1", host => SilentFor(host) > TimeSpan.FromSeconds(14), Patience);
        Assert.Equal("unreachable", StateOf(await server.GetAsync("hosts/h1")));
        Assert.DoesNotContain("fence-host", (await server.GetAsync("plans?limit=100")).ToString(), StringComparison.Ordinal);
        Assert.Equal(before.Boot, (await lab.AskGuestAsync()).Boot);

        await lab.CutAsync(1);
        await server.UntilAsync("vms", vms => Place(vms) == ("h2", "on"), Patience);
        var after = await lab.AskGuestAsync();
        Assert.NotEqual(before.Boot, after.Boot);
        Assert.Equal("failed", StateOf(await server.GetAsync("hosts/h1")));
        var fencing = await ActionAsync(server, "fence-host");
        Assert.StartsWith("Host 'h1' is taken for dead: no answer from 'libvirt' since ", fencing.Reason, StringComparison.Ordinal);
        var restart = await ActionAsync(server, "power-on-vm");
        Assert.True(fencing.Plan < restart.Plan, "It was restarted before its host was fenced.");
        Assert.True((await server.GetAsync($"receipts/{fencing.Plan}/verify")).GetProperty("isIdentical").GetBoolean());

        await lab.ReviveAsync(1);
        await server.UntilAsync("hosts/h1", host => StateOf(host) == "on", Patience);
        Assert.Equal(("h2", "on"), Place(await server.GetAsync("vms")));
        Assert.DoesNotContain("web1", await lab.VirshAsync("1", "list", "--all", "--name"), StringComparison.Ordinal);
        Assert.Equal(after.Boot, (await lab.AskGuestAsync()).Boot);
    }

    private async Task<LabServer> StartAsync()
    {
        string configuration = await lab.QuickConfigurationAsync(cores: "4");
        var server = new LabServer(configuration + Policy);
        await server.StartAsync();

        return server;
    }

    private static async Task<(long Plan, string Reason)> ActionAsync(LabServer server, string kind)
    {
        var plans = (await server.GetAsync("plans?limit=100")).GetProperty("items").EnumerateArray()
            .Where(plan => plan.GetProperty("succeeded").GetInt32() > 0)
            .Select(plan => plan.GetProperty("id").GetInt64()).Order();
        foreach (long plan in plans)
        {
            var actions = (await server.GetAsync($"plans/{plan}")).GetProperty("plan").GetProperty("actions");
            foreach (var action in actions.EnumerateArray())
            {
                if (action.GetProperty("action").GetProperty("kind").GetString() == kind)
                {
                    return (plan, action.GetProperty("reason").GetString()!);
                }
            }
        }

        throw new InvalidOperationException($"No plan with an action '{kind}' succeeded.");
    }

    private static string StateOf(JsonElement host) =>
        host.GetProperty("host").GetProperty("state").GetString()!.ToLowerInvariant();

    private static (string, string) Place(JsonElement machines)
    {
        var machine = Assert.Single(machines.GetProperty("items").EnumerateArray()).GetProperty("vm");

        return (machine.GetProperty("host").GetString()!, machine.GetProperty("state").GetString()!.ToLowerInvariant());
    }

    private static IEnumerable<string> PathsOf(JsonElement host) =>
        Silence(host).Select(path => path.GetProperty("name").GetString()!);

    private static TimeSpan SilentFor(JsonElement host) => Silence(host)
        .Select(path => TimeProvider.System.GetUtcNow() - path.GetProperty("since").GetDateTimeOffset()).DefaultIfEmpty().Max();

    private static List<JsonElement> Silence(JsonElement host) =>
        host.GetProperty("host").GetProperty("silence") is { ValueKind: JsonValueKind.Object } silence
            ? [.. silence.GetProperty("paths").EnumerateArray()]
            : [];
}
