namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>What people order is done to a real guest, and Vireo is killed in the middle of it (S20).</summary>
[Collection("lab")]
public sealed class OrderLabTests(LabHosts lab) : IClassFixture<LabHosts>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task What_people_order_is_done_to_a_real_guest_once_though_Vireo_is_killed()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        string uuid = (await lab.VirshAsync("1", "domuuid", "web1")).Trim();
        string boot = (await lab.AskGuestAsync()).Boot;
        await using var server = await StartAsync();

        await OrderAsync(server, uuid, "suspend", "{}");
        await EndAsync(server);
        Assert.Equal("paused", await StateAsync());
        await OrderAsync(server, uuid, "resume", "{}");
        await EndAsync(server);
        Assert.Equal(boot, (await lab.AskGuestAsync()).Boot);

        // Killed as soon as the machine carries the mark of the action: its host goes on by itself.
        await OrderAsync(server, uuid, "suspend", "{\"toDisk\":true}");
        await KillAtAsync(server, "SuspendVirtualMachine");
        await EndAsync(server, mayFail: true);
        if (await StateAsync() == "running")
        {
            await OrderAsync(server, uuid, "suspend", "{\"toDisk\":true}");
            await EndAsync(server);
        }

        Assert.Equal("shut off", await StateAsync());
        await OrderAsync(server, uuid, "resume", "{}");
        await EndAsync(server);
        Assert.Equal(boot, (await lab.AskGuestAsync()).Boot);

        // A balloon that was asked for is asked for once, and the guest has it or keeps what it had.
        await OrderAsync(server, uuid, "resize", "{\"memory\":\"80MiB\"}");
        await KillAtAsync(server, "ResizeVirtualMachine");
        await EndAsync(server, mayFail: true);
        Assert.Equal(boot, (await lab.AskGuestAsync()).Boot);

        await OrderAsync(server, uuid, "reset", "{}");
        await EndAsync(server);
        Assert.NotEqual(boot, (await lab.AskGuestAsync()).Boot);
        Assert.Equal("running", await StateAsync());
        Assert.True((await server.GetAsync("audit/verify")).GetProperty("isIntact").GetBoolean());
    }

    [Fact]
    public async Task A_change_of_size_with_a_restart_that_is_interrupted_anywhere_leaves_the_guest_running_once()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        string uuid = (await lab.VirshAsync("1", "domuuid", "web1")).Trim();
        await lab.AskGuestAsync();
        await using var server = await StartAsync();

        foreach (var (step, mebibytes) in new[] { ("ordered", 100), ("marked", 104), ("off", 108), ("started", 112) })
        {
            await OrderAsync(server, uuid, "resize", $"{{\"memory\":\"{mebibytes}MiB\",\"restarts\":true}}");
            await UntilAsync(step, mebibytes);
            await server.KillAsync();
            await server.StartAsync();
            await EndAsync(server, mayFail: step == "ordered");
            await lab.AskGuestAsync();

            Assert.True(await StateAsync() == "running", step);
            Assert.True(step == "ordered" || await HasAsync(mebibytes), $"{step}: it has another size than was ordered.");
        }

        Assert.DoesNotContain("web1", await lab.VirshAsync("2", "list", "--all", "--name"), StringComparison.Ordinal);
        Assert.True((await server.GetAsync("audit/verify")).GetProperty("isIntact").GetBoolean());
    }

    // By what the host shows. A step that is over before it is seen counts, too.
    private async Task UntilAsync(string step, int mebibytes)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (step != "ordered" && !await HasAsync(mebibytes) && !await IsReachedAsync(step, mebibytes))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"It never was '{step}'.");
        }
    }

    private async Task<bool> IsReachedAsync(string step, int mebibytes) => step switch
    {
        "marked" => (await lab.VirshAsync("1", "dumpxml", "web1")).Contains($" {(long)mebibytes << 20} restarts", StringComparison.Ordinal),
        "off" => await StateAsync() == "shut off",
        _ => false,
    };

    // State and size by one question: between two of them the guest may be switched off.
    private async Task<bool> HasAsync(int mebibytes)
    {
        string[] shown = (await lab.VirshAsync("1", "domstats", "web1", "--state", "--balloon"))
            .Split('\n', StringSplitOptions.TrimEntries);

        return shown.Contains("state.state=1") && shown.Contains($"balloon.current={mebibytes << 10}");
    }

    private async Task<LabServer> StartAsync()
    {
        await lab.ForgetLeaderAsync("1", "web1");
        var server = new LabServer(
            $"{await lab.QuickConfigurationAsync(cores: "4")}---\napiVersion: vireo/v1\nkind: Policy\nname: lab\nmode: autopilot\n" +
            "strategy: none\nmanageHostPower: false\nspareFaultDomains: 0\nminimumHostsOn: 1\n");
        await server.StartAsync();
        await server.UntilAsync("vms", vms => vms.GetProperty("items").GetArrayLength() > 0, Patience);

        return server;
    }

    private static Task OrderAsync(LabServer server, string uuid, string verb, string how) =>
        server.PostAsync($"vms/{uuid}/{verb}", how);

    private static async Task EndAsync(LabServer server, bool mayFail = false)
    {
        var orders = await server.UntilAsync(
            "orders?limit=1",
            page => page.GetProperty("items") is var items && items.GetArrayLength() > 0 &&
                items[0].GetProperty("hasEnded").GetBoolean(),
            Patience);
        var newest = orders.GetProperty("items")[0];
        Assert.True(mayFail || newest.GetProperty("status").GetString() == "done", newest.ToString());
    }

    // By what the host shows, as Vireo itself only knows afterwards. A step that is over before it is seen counts, too.
    private async Task KillAtAsync(LabServer server, string kind)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!(await lab.VirshAsync("1", "dumpxml", "web1")).Contains($"kind=\"{kind}\"", StringComparison.Ordinal))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"'web1' is not marked with a {kind}.");
        }

        await server.KillAsync();
        await server.StartAsync();
    }

    private async Task<string> StateAsync() => (await lab.VirshAsync("1", "domstate", "web1")).Trim();
}
