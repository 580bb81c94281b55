using System.Globalization;
using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Resource pools on real guests that compete for half a core.</summary>
[Collection("lab")]
public sealed class PoolLabTests(CrowdedLab lab) : IClassFixture<CrowdedLab>
{
    // More turns than a guest can do: it takes all it can get.
    private const int Everything = 10_000_000;
    private const int Looks = 25;
    private const int MostWindows = 2;

    private static readonly Dictionary<string, int> Guests = new() { ["web1"] = 101, ["batch1"] = 102, ["batch2"] = 103 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Competing_pools_get_what_they_are_entitled_to_within_a_tenth_and_never_more_than_their_limit()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        await using var provider = lab.CappedProvider();
        var inventory = await provider.ReadInventoryAsync(Token);
        double mhz = inventory.Hosts[0].CpuCapacity.Value;
        Assert.True(provider.Capabilities.Actions.HasFlag(ActionKinds.Pools));
        foreach (int guest in Guests.Values)
        {
            await lab.AskGuestAsync(guest);
            await lab.LoadAsync(guest, Everything);
        }

        // The lab's hosts may use half a core of any of the machine's: on two of them at once nobody would have to
        // wait.
        foreach (string guest in Guests.Keys)
        {
            await lab.VirshAsync("1", "vcpupin", guest, "0", "0", "--live");
        }

        var gold = Pool(inventory, "gold", new ResourceTerms(0, null, 3_000), "web1");
        var silver = Pool(inventory, "silver", new ResourceTerms(0, null, 1_000), "batch1", "batch2");
        await SetAsync(provider, "p-1", gold);
        await SetAsync(provider, "p-2", silver);
        var shared = await UseAsync(provider);
        for (int again = 0; again < MostWindows && !IsFair(shared); again++)
        {
            // Weights are corrected by what the guests really got, which takes some readings.
            shared = await UseAsync(provider);
        }

        var inForce = (await provider.ReadInventoryAsync(Token)).Pools;

        await SetAsync(provider, "p-3", gold with { Terms = gold.Terms with { Cpu = new ResourceTerms(0, 0.2 * mhz, 3_000) } });
        var limited = await UseAsync(provider);

        await using var next = lab.CappedProvider();
        var remembered = (await next.ReadInventoryAsync(Token)).Pools;
        await SetAsync(next, "p-4", gold.Released());
        await SetAsync(next, "p-5", silver.Released());
        string after = await lab.VirshAsync("1", "schedinfo", "web1");

        string seen = $"Of all that the guests used gold had {shared["web1"]:P1} by shares of 3 to 1, and {limited["web1"] * limited["all"] / 0.5:P1} " +
            $"of the host with a limit of 20 %.";
        TestContext.Current.TestOutputHelper?.WriteLine(seen);
        Assert.True(IsFair(shared), seen);
        Assert.True(limited["web1"] * limited["all"] <= 0.2 * 0.5 * 1.1, seen);
        Assert.Equal(["gold", "silver"], inForce.Select(pool => pool.Pool.Value));
        Assert.Contains(PoolResource.Memory, inForce[0].NotEnforced!.Value);
        Assert.Contains(remembered, pool => pool.Pool == silver.Pool && pool.IsSameAs(silver));
        Assert.All((await next.ReadInventoryAsync(Token)).Pools, pool => Assert.True(pool.IsReleased));
        Assert.Matches(@"cpu_shares\s*: 1024", after);
        Assert.Matches(@"global_quota\s*: (-1|17592186044415)", after);
    }

    // Each within a tenth of what it is entitled to.
    private static bool IsFair(Dictionary<string, double> shared) =>
        Math.Abs(shared["web1"] - 0.75) <= 0.075 && Math.Abs(shared["batch1"] + shared["batch2"] - 0.25) <= 0.025;

    private static PoolSetting Pool(ProviderInventory inventory, string name, ResourceTerms cpu, params string[] machines) => new(
        new(name), new("lab"), new("lab"), null, PoolTerms.Usual with { Cpu = cpu },
        [.. inventory.VirtualMachines.Where(machine => machines.Contains(machine.Name)).Select(machine => machine.Id).Order()]);

    private static async Task SetAsync(LibvirtHypervisor provider, string id, PoolSetting setting)
    {
        await provider.StartAsync(new ActionRequest(new ActionId(id), new SetPoolTerms(setting), 1, BytesPerSecond.Zero), Token);
        var ended = await Libvirt.EndOfAsync(provider, new ActionId(id));
        Assert.True(ended.Phase == ActionPhase.Succeeded, ended.Detail);
    }

    // The parts of what all guests used over some looks, and all of it in cores.
    private async Task<Dictionary<string, double>> UseAsync(LibvirtHypervisor provider)
    {
        await LookAsync(provider, 5);
        long started = TimeProvider.System.GetTimestamp();
        var before = await SecondsAsync();
        await LookAsync(provider, Looks);
        var used = (await SecondsAsync()).ToDictionary(guest => guest.Key, guest => guest.Value - before[guest.Key]);
        double all = used.Values.Sum();
        var parts = used.ToDictionary(guest => guest.Key, guest => guest.Value / all);
        parts["all"] = all / TimeProvider.System.GetElapsedTime(started).TotalSeconds;

        return parts;
    }

    private async Task LookAsync(LibvirtHypervisor provider, int times)
    {
        for (int look = 0; look < times; look++)
        {
            await provider.ReadMeasurementsAsync(DateTimeOffset.MinValue, Token);
            await lab.AskGuestAsync(Guests["batch1"]);
        }
    }

    private async Task<Dictionary<string, double>> SecondsAsync()
    {
        var seconds = new Dictionary<string, double>();
        foreach (string guest in Guests.Keys)
        {
            string line = (await lab.VirshAsync("1", "domstats", "--cpu-total", guest)).Split('\n')
                .Select(line => line.Trim()).Single(line => line.StartsWith("cpu.time=", StringComparison.Ordinal));
            seconds[guest] = long.Parse(line["cpu.time=".Length..], CultureInfo.InvariantCulture) / 1e9;
        }

        return seconds;
    }
}
