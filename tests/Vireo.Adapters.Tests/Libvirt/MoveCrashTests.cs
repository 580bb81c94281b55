using System.Text.Json;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Vireo is killed in the middle of a real move: the next one finds out what became of it (S20, S25).</summary>
[Collection("lab")]
public sealed class MoveCrashTests(LabHosts lab) : IClassFixture<LabHosts>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    [Theory]
    [InlineData("planned")]
    [InlineData("marked")]
    [InlineData("arriving")]
    [InlineData("arrived")]
    public async Task A_machine_whose_move_was_interrupted_ends_where_it_should_and_runs_once(string step)
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        var before = await lab.AskGuestAsync();
        string from = await IsOnAsync("1") ? "1" : "2";
        string to = from == "1" ? "2" : "1";
        await lab.ForgetLeaderAsync(from, "web1");
        await using var server = await StartAsync(to);

        await UntilAsync(step, server, from, to);
        await server.KillAsync();
        await server.StartAsync();

        await server.UntilAsync("vms", vms => IsAt(vms, $"h{to}"), Patience);
        await server.UntilAsync("plans?limit=100", plans => plans.GetProperty("items").EnumerateArray().All(HasEnded), Patience);
        Assert.True(await IsOnAsync(to));
        Assert.DoesNotContain("web1", await lab.VirshAsync(from, "list", "--all", "--name"), StringComparison.Ordinal);
        Assert.Equal(before.Boot, (await lab.AskGuestAsync()).Boot);
        int moves = (await server.GetAsync("plans?limit=100")).GetProperty("items").EnumerateArray()
            .Sum(plan => plan.GetProperty("succeeded").GetInt32());
        Assert.InRange(moves, 0, 1);
    }

    // By what the hosts show, as Vireo itself only knows afterwards. A step that is over before it is seen counts, too.
    private async Task UntilAsync(string step, LabServer server, string from, string to)
    {
        await server.UntilAsync("plans?limit=100", plans => plans.GetProperty("items").GetArrayLength() > 0, Patience);
        while (!await IsReachedAsync(step, from, to))
        {
            Assert.False(TestContext.Current.CancellationToken.IsCancellationRequested);
        }
    }

    private async Task<bool> IsReachedAsync(string step, string from, string to) => step switch
    {
        "planned" => true,
        "marked" => await IsOnAsync(to)
            || (await lab.VirshAsync(from, "dumpxml", "web1")).Contains("kind='Migration'", StringComparison.Ordinal),
        "arriving" => (await lab.VirshAsync(to, "list", "--all", "--name")).Contains("web1", StringComparison.Ordinal),
        _ => await IsOnAsync(to),
    };

    private async Task<bool> IsOnAsync(string host) =>
        (await lab.VirshAsync(host, "list", "--state-running", "--name")).Contains("web1", StringComparison.Ordinal);

    private async Task<LabServer> StartAsync(string to)
    {
        string uuid = (await lab.VirshAsync(to == "1" ? "2" : "1", "domuuid", "web1")).Trim();
        string configuration = await lab.QuickConfigurationAsync(cores: "4");
        var server = new LabServer(
            $"{configuration}---\napiVersion: vireo/v1\nkind: Policy\nname: lab\nmode: autopilot\nconsolidate: false\n" +
            "manageHostPower: false\nspareFaultDomains: 0\nminimumHostsOn: 1\nrelieveAboveRatio: 1\nfillUpToRatio: 1\n" +
            $"restAfterMove: 0s\nnoReturnWithin: 0s\nrules:\n  - name: place\n    kind: onlyOn\n    virtualMachines: [\"{uuid}\"]\n    hosts: [h{to}]\n");
        await server.StartAsync();

        return server;
    }

    private static bool IsAt(JsonElement machines, string host) => machines.GetProperty("items").EnumerateArray()
        .Select(item => item.GetProperty("vm"))
        .Any(machine => machine.GetProperty("host").GetString() == host
            && machine.GetProperty("state").GetString()!.Equals("on", StringComparison.OrdinalIgnoreCase));

    private static bool HasEnded(JsonElement plan) =>
        !plan.GetProperty("status").GetString()!.Equals("executing", StringComparison.OrdinalIgnoreCase);
}
