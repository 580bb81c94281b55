using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Real QEMU guests on real libvirt hosts.</summary>
[Collection("lab")]
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
        var away = await MoveAwayAsync(provider);
        await provider.ReadMeasurementsAsync(DateTimeOffset.MinValue, Token);

        await lab.AskGuestAsync();
        var measured = (await provider.ReadMeasurementsAsync(DateTimeOffset.MinValue, Token)).Select(sample => sample.Series.Metric).ToHashSet();
        Assert.Superset(
            new HashSet<Metric> { Metric.CpuUsage, Metric.CpuReady, Metric.MemoryUsage, Metric.NetworkReceived }, measured);
        Assert.True(machine.Mobility.CanMigrate, machine.Mobility.Reason);

        var resized = await DoAsync(provider, "r-1", new ResizeVirtualMachine(machine.Id, 2, new MemoryBytes(112L << 20)));
        Assert.True(resized.Phase == ActionPhase.Succeeded, resized.Detail);

        await using var meter = new GapMeter(101);
        var moved = await DoAsync(provider, "m-1", away);
        Assert.True(moved.Phase == ActionPhase.Succeeded, moved.Detail);
        var there = Assert.Single((await provider.ReadInventoryAsync(Token)).VirtualMachines);
        var after = await lab.AskGuestAsync();

        Assert.Equal((away.To, 2, 112L << 20), (there.Host!.Value, there.Cores, there.Memory.Value));
        Assert.Equal(before.Boot, after.Boot);
        Assert.True(after.Uptime > before.Uptime);

        await using var next = lab.Provider(MigrationMethod.PostCopy);
        await next.ReadInventoryAsync(Token);
        Assert.Equal(ActionPhase.Unknown, (await next.QueryAsync(new ActionId("never"), Token)).Phase);
        var paused = meter.Longest;
        await using var second = new GapMeter(101);
        var back = await DoAsync(next, "m-2", new Migration(machine.Id, away.To, away.From));
        Assert.True(back.Phase == ActionPhase.Succeeded, back.Detail);
        Assert.Equal(before.Boot, (await lab.AskGuestAsync()).Boot);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Longest time without an answer: {paused.TotalSeconds:0.00} s while it moved paused, " +
            $"{second.Longest.TotalSeconds:0.00} s while it moved post-copy.");
        Assert.True(second.Longest > TimeSpan.Zero, "It never answered again.");
    }

    [Fact]
    public async Task A_move_is_aborted_even_when_the_abort_comes_before_it_has_begun()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        await using var provider = lab.Provider(MigrationMethod.Live);
        var before = await lab.AskGuestAsync();
        var move = await MoveAwayAsync(provider);

        await provider.StartAsync(new ActionRequest(new ActionId("m-3"), move, 1, new BytesPerSecond(1 << 20)), Token);
        await provider.AbortAsync(new ActionId("m-3"), Token);
        var ended = await Libvirt.EndOfAsync(provider, new ActionId("m-3"));
        var machine = Assert.Single((await provider.ReadInventoryAsync(Token)).VirtualMachines);

        Assert.True(ended.Phase == ActionPhase.Failed, ended.Detail);
        Assert.StartsWith($"It stays on '{move.From}'.", ended.Detail, StringComparison.Ordinal);
        Assert.Equal((move.From, PowerState.On), (machine.Host, machine.State));
        Assert.Equal(before.Boot, (await lab.AskGuestAsync()).Boot);
    }

    [Fact]
    public async Task A_post_copy_move_that_another_process_began_is_switched_over_by_the_next()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        await using var provider = lab.Provider(MigrationMethod.PostCopy);
        var before = await lab.AskGuestAsync();
        var move = await MoveAwayAsync(provider);
        string mark = new DomainMark("lab", 1, "m-4", nameof(Migration), move.To.Value).Write();
        string here = move.From.Value[1..];
        await lab.VirshAsync(here, "metadata", "web1", DomainMark.Namespace, "--live", "--config", "--key", DomainMark.Prefix, "--set", mark);

        // At this pace it would take minutes.
        var moving = lab.VirshAsync(
            here, "migrate", "web1", "--live", "--p2p", "--postcopy", "--bandwidth", "1", "--persistent", "--undefinesource",
            LabHosts.PeerUri(move.To));
        while ((await provider.QueryAsync(new ActionId("m-4"), Token)).Phase == ActionPhase.Unknown)
        {
            Assert.False(moving.IsCompleted, "It had ended before it was found.");
        }

        var ended = await Libvirt.EndOfAsync(provider, new ActionId("m-4"));
        await moving;

        Assert.True(ended.Phase == ActionPhase.Succeeded, ended.Detail);
        Assert.Equal(move.To, Assert.Single((await provider.ReadInventoryAsync(Token)).VirtualMachines).Host);
        Assert.Equal(before.Boot, (await lab.AskGuestAsync()).Boot);
    }

    private static async Task<Migration> MoveAwayAsync(LibvirtHypervisor provider)
    {
        var inventory = await provider.ReadInventoryAsync(Token);
        var machine = Assert.Single(inventory.VirtualMachines);
        var here = machine.Host!.Value;

        return new Migration(machine.Id, here, inventory.Hosts.First(host => host.Id != here).Id);
    }

    private static async Task<ActionStatus> DoAsync(LibvirtHypervisor provider, string id, FleetAction action)
    {
        await provider.ReadInventoryAsync(Token);
        await provider.StartAsync(new ActionRequest(new ActionId(id), action, 1, new BytesPerSecond(100e6)), Token);

        return await Libvirt.EndOfAsync(provider, new ActionId(id));
    }
}
