using System.Globalization;
using System.Text.Json;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>Another client of the API, Debian's python3-pyvmomi, sees the same.</summary>
public sealed class ReferenceClientTests(VCenterLab lab) : IClassFixture<VCenterLab>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inventory_and_counters_are_the_same_field_by_field()
    {
        await using var provider = lab.Provider();
        var (code, output) = await VCenterLab.RunAsync(
            Path.Combine(Checkout.Root, "lab", "vcsim", "look.py"),
            new Uri(lab.Url).Port.ToString(CultureInfo.InvariantCulture), VCenterLab.User, VCenterLab.Password);
        Assert.SkipWhen(output.Contains("No module named", StringComparison.Ordinal),
            "python3-pyvmomi is not installed.");
        Assert.True(code == 0, output);
        var theirs = JsonDocument.Parse(output).RootElement;

        var ours = await provider.ReadInventoryAsync(Token);
        var counters = await provider.DiscoverCountersAsync(Token);

        Assert.Equal(
            Rows(theirs, "hosts", host =>
                $"{host.GetProperty("name")} {host.GetProperty("cores")} {host.GetProperty("mhz")} {host.GetProperty("memory")} " +
                $"{host.GetProperty("maintenance").GetBoolean()} {host.GetProperty("connected").GetBoolean()}"),
            ours.Hosts.Select(host =>
                $"{host.Name} {host.Cores} {host.CpuCapacity.Value:0} {host.MemoryCapacity.Value} " +
                $"{host.IsInMaintenance} {host.State == HostState.On}").Order(StringComparer.Ordinal));
        Assert.Equal(
            Rows(theirs, "machines", machine =>
                $"{machine.GetProperty("id")} {machine.GetProperty("name")} {machine.GetProperty("host")} {machine.GetProperty("on").GetBoolean()} " +
                $"{machine.GetProperty("cores")} {machine.GetProperty("memory")} {machine.GetProperty("pool")}"),
            ours.VirtualMachines.Select(machine =>
                $"{machine.Id} {machine.Name} {machine.Host} {machine.State == PowerState.On} " +
                $"{machine.Cores} {machine.Memory.Value} {machine.Pool}").Order(StringComparer.Ordinal));
        Assert.Equal(
            theirs.GetProperty("counters").EnumerateObject().Select(one => $"{one.Name} {one.Value[0]} {one.Value[1]}")
                .Order(StringComparer.Ordinal),
            counters.Values.Select(one => $"{one.Name} {one.Id} {one.Unit}").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Rows(JsonElement all, string list, Func<JsonElement, string> row) =>
        all.GetProperty(list).EnumerateArray().Select(row).Order(StringComparer.Ordinal);
}
