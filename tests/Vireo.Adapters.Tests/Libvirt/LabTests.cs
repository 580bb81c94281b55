using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Real QEMU guests on real libvirt hosts.</summary>
public sealed class LabTests(LabHosts lab) : IClassFixture<LabHosts>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guest_is_measured_resized_and_moved_and_is_the_same_guest_afterwards()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        await using var provider = lab.Provider(MigrationMethod.Paused);
        var before = await lab.AskGuestAsync();
        var machine = Assert.Single((await provider.ReadInventoryAsync(Token)).VirtualMachines);
        await provider.ReadMeasurementsAsync(DateTimeOffset.MinValue, Token);

        await lab.AskGuestAsync();
        var measured = (await provider.ReadMeasurementsAsync(DateTimeOffset.MinValue, Token)).Select(sample => sample.Series.Metric).ToHashSet();
        Assert.Superset(
            new HashSet<Metric> { Metric.CpuUsage, Metric.CpuReady, Metric.MemoryUsage, Metric.NetworkReceived }, measured);
        Assert.True(machine.Mobility.CanMigrate, machine.Mobility.Reason);

        var resized = await DoAsync(provider, "r-1", new ResizeVirtualMachine(machine.Id, 2, new MemoryBytes(112L << 20)));
        Assert.True(resized.Phase == ActionPhase.Succeeded, resized.Detail);

        var moved = await DoAsync(provider, "m-1", new Migration(machine.Id, new HostId("h1"), new HostId("h2")));
        Assert.True(moved.Phase == ActionPhase.Succeeded, moved.Detail);
        var there = Assert.Single((await provider.ReadInventoryAsync(Token)).VirtualMachines);
        var after = await lab.AskGuestAsync();

        Assert.Equal(("h2", 2, 112L << 20), (there.Host?.Value, there.Cores, there.Memory.Value));
        Assert.Equal(before.Boot, after.Boot);
        Assert.True(after.Uptime > before.Uptime);

        await using var next = lab.Provider(MigrationMethod.PostCopy);
        await next.ReadInventoryAsync(Token);
        Assert.Equal(ActionPhase.Unknown, (await next.QueryAsync(new ActionId("never"), Token)).Phase);
        var back = await DoAsync(next, "m-2", new Migration(machine.Id, new HostId("h2"), new HostId("h1")));
        Assert.True(back.Phase == ActionPhase.Succeeded, back.Detail);
        Assert.Equal(before.Boot, (await lab.AskGuestAsync()).Boot);
    }

    private static async Task<ActionStatus> DoAsync(LibvirtHypervisor provider, string id, FleetAction action)
    {
        await provider.ReadInventoryAsync(Token);
        await provider.StartAsync(new ActionRequest(new ActionId(id), action, 1, new BytesPerSecond(100e6)), Token);

        return await Libvirt.EndOfAsync(provider, new ActionId(id));
    }
}
