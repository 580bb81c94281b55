using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>What is read of real libvirt hosts, here those of its test driver.</summary>
public sealed class InventoryTests
{
    private const string Web = "11111111-2222-4333-8444-555555555501";
    private const string Db = "11111111-2222-4333-8444-555555555502";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hosts_and_machines_are_shown_with_their_capacity_and_size()
    {
        Libvirt.Require();
        await using var provider = Libvirt.Provider(
            new LibvirtSettings(), ("h1", Libvirt.TestHost(Libvirt.Domain("web 1 – Größe", Web))), ("h2", Libvirt.TestHost()));

        var inventory = await provider.ReadInventoryAsync(Token);

        Assert.Equal(["h1", "h2"], inventory.Hosts.Select(host => host.Id.Value));
        Assert.Equal((8, 16_000, 32L << 30), Capacity(inventory.Hosts[0]));
        var machine = Assert.Single(inventory.VirtualMachines);
        Assert.Equal((Web, "web 1 – Größe", "h1"), (machine.Id.Value, machine.Name, machine.Host?.Value));
        Assert.Equal((PowerState.On, 2, 512L << 20), (machine.State, machine.Cores, machine.Memory.Value));
        Assert.Equal("the TEST driver does not migrate", machine.Mobility.Reason);
    }

    [Fact]
    public async Task A_host_that_goes_silent_keeps_what_it_last_said_and_is_unreachable()
    {
        Libvirt.Require();
        string shared = Libvirt.TestHost(Libvirt.Domain("db", Db));
        await using var provider = Libvirt.Provider(new LibvirtSettings(), ("h1", shared), ("bad", "test:///no/such/file"));

        var inventory = await provider.ReadInventoryAsync(Token);
        var told = await provider.ReadEventsAsync(DateTimeOffset.MinValue, Token);

        Assert.Equal("h1", Assert.Single(inventory.Hosts).Id.Value);
        Assert.Contains(told, happened => happened.Kind == FleetEventKind.Failed && happened.Entity.Value == "bad");
    }

    [Fact]
    public async Task When_no_host_answers_the_provider_has_failed_and_says_why()
    {
        Libvirt.Require();
        await using var provider = Libvirt.Provider(new LibvirtSettings(), ("bad", "test:///no/such/file"));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadInventoryAsync(Token));

        Assert.StartsWith("None of its 1 hosts answers. Host 'bad': ", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task A_machine_that_two_hosts_say_they_run_stands_once_and_may_not_move()
    {
        Libvirt.Require();
        await using var provider = Libvirt.Provider(
            new LibvirtSettings { Acts = true },
            ("h1", Libvirt.TestHost(Libvirt.Domain("db", Db))), ("h2", Libvirt.TestHost(Libvirt.Domain("db", Db))));

        var machine = Assert.Single((await provider.ReadInventoryAsync(Token)).VirtualMachines);

        Assert.Equal(("h1", "it runs on two hosts at once"), (machine.Host?.Value, machine.Mobility.Reason));
        var refused = await Assert.ThrowsAsync<ProviderException>(() => provider.StartAsync(
            new ActionRequest(new ActionId("a-1"), new PowerOffVirtualMachine(machine.Id), 1, BytesPerSecond.Zero), Token));
        Assert.StartsWith("'db': It runs on two hosts at once", refused.Message, StringComparison.Ordinal);
    }

    private static (int Cores, double Mhz, long Memory) Capacity(Host host) =>
        (host.Cores, host.CpuCapacity.Value, host.MemoryCapacity.Value);
}
