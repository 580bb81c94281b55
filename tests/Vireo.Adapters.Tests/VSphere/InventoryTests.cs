using Vireo.Adapters.VSphere;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>What is read of a simulated vCenter, and what is lost on the way.</summary>
public sealed class InventoryTests(VCenterLab lab) : IClassFixture<VCenterLab>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hosts_machines_and_pools_are_what_the_server_says_and_no_machine_is_a_template()
    {
        await using var provider = lab.Provider();

        var inventory = await provider.ReadInventoryAsync(Token);

        var known = await lab.MachinesAsync();
        Assert.Equal(4, inventory.Hosts.Length);
        Assert.All(inventory.Hosts, host => Assert.Equal((HostState.On, "vc", false),
            (host.State, host.Cluster.Value, host.IsInMaintenance)));
        Assert.Equal(
            known.Select(one => one.Name).Order(), inventory.VirtualMachines.Select(machine => machine.Name).Order());
        Assert.All(inventory.VirtualMachines,
            machine => Assert.True(machine.Mobility.CanMigrate, machine.Mobility.Reason));
        Assert.Equal(["DC0_C0_RP1"], inventory.Pools.Select(pool => pool.Pool.Value));
        Assert.Contains("VMware vCenter", provider.About, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_another_administrator_moves_is_seen_where_it_says_it_is_and_becomes_one_event()
    {
        await using var provider = lab.Provider();
        await using var other = lab.Provider();
        var before = await provider.ReadInventoryAsync(Token);
        var machine = before.VirtualMachines[0];
        var to = before.Hosts.First(host => host.Id != machine.Host).Id;

        var moved = await VCenterLab.DoAsync(other, $"o-{Guid.NewGuid()}",
            new Migration(machine.Id, machine.Host!.Value, to));

        Assert.True(moved.Phase == ActionPhase.Succeeded, moved.Detail);
        Assert.Equal(to, (await provider.ReadInventoryAsync(Token)).VirtualMachines.Single(one => one.Id == machine.Id)
            .Host);
        var happened = Assert.Single(await provider.ReadEventsAsync(DateTimeOffset.MinValue, Token));
        Assert.Equal((FleetEventKind.Moved, EntityId.Of(machine.Id)), (happened.Kind, happened.Entity));
    }

    [Fact]
    public async Task When_the_session_ends_under_a_long_wait_everything_is_read_anew_and_no_change_is_made_up()
    {
        await using var provider = lab.Provider();
        var before = await provider.ReadInventoryAsync(Token);

        await lab.ControlAsync("/lab/expire");
        var after = await UntilReadAsync(provider);

        Assert.Equal(2, provider.Rebuilds);
        Assert.Equal(before.VirtualMachines.OrderBy(one => one.Id), after.VirtualMachines.OrderBy(one => one.Id));
        Assert.Empty(await provider.ReadEventsAsync(DateTimeOffset.MinValue, Token));
    }

    [Fact]
    public async Task A_change_whose_announcement_is_lost_is_found_by_reading_everything_anew()
    {
        await using var provider = lab.Provider();
        var before = await provider.ReadInventoryAsync(Token);
        var machine = before.VirtualMachines.First(one => one.State == PowerState.On);
        string id = (await lab.MachinesAsync()).Single(one => one.Name == machine.Name).Reference;
        await lab.ControlAsync("/lab/lose?method=WaitForUpdatesEx&n=1");

        await provider.SendAsync(MachineCalls.PowerOff(new ManagedObject("VirtualMachine", id)), Token);
        var after = await UntilReadAsync(provider);

        Assert.Equal(2, provider.Rebuilds);
        Assert.Equal(PowerState.Off, after.VirtualMachines.Single(one => one.Id == machine.Id).State);
        var happened = Assert.Single(await provider.ReadEventsAsync(DateTimeOffset.MinValue, Token));
        Assert.Equal(FleetEventKind.StateChanged, happened.Kind);
        await VCenterLab.DoAsync(provider, $"s-{Guid.NewGuid()}",
            new PowerOnVirtualMachine(machine.Id, machine.Host!.Value));
    }

    [Fact]
    public async Task An_answer_that_is_cut_off_is_not_taken_for_the_whole()
    {
        await lab.ControlAsync("/lab/truncate?method=WaitForUpdatesEx&n=2");
        await using var provider = lab.Provider();

        var failure = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadInventoryAsync(Token));
        var inventory = await UntilReadAsync(provider);

        Assert.True(failure.IsTransient);
        Assert.Equal((await lab.MachinesAsync()).Count, inventory.VirtualMachines.Length);
    }

    [Fact]
    public async Task A_host_that_does_not_respond_is_unreachable_and_nothing_is_done_to_its_machines()
    {
        await using var provider = lab.Provider();
        var inventory = await provider.ReadInventoryAsync(Token);
        var machine = inventory.VirtualMachines.First(one => one.State == PowerState.On);
        string host = (await lab.MachinesAsync()).First(one => one.Name == machine.Name).Host;

        await lab.ControlAsync($"/lab/set?ref=HostSystem:{host}&path=runtime.connectionState&value=notResponding");
        try
        {
            var seen = await provider.ReadInventoryAsync(Token);
            var refused = await Assert.ThrowsAsync<ProviderException>(
                () => VCenterLab.DoAsync(provider, "n-1", new PowerOffVirtualMachine(machine.Id)));

            Assert.Equal(HostState.Unreachable, seen.Hosts.Single(one => one.Id == machine.Host).State);
            Assert.Equal(PowerState.On, seen.VirtualMachines.Single(one => one.Id == machine.Id).State);
            Assert.Contains("notResponding", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            await lab.ControlAsync($"/lab/set?ref=HostSystem:{host}&path=runtime.connectionState&value=connected");
        }
    }

    [Fact]
    public async Task A_clock_that_is_an_hour_off_is_noticed_and_samples_have_our_times()
    {
        var ours = new HourAhead();
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        await using var provider = new VSphereHypervisor(new ProviderId("vc"), lab.Settings, ours, new Random(1));

        await provider.ReadInventoryAsync(Token);
        var samples = await provider.ReadMeasurementsAsync(ours.GetUtcNow() - TimeSpan.FromMinutes(1), Token);

        Assert.Equal(TimeSpan.FromHours(-1), provider.ClockSkew);
        Assert.NotEmpty(samples);
        Assert.All(samples, sample => Assert.InRange(sample.At, ours.GetUtcNow() - TimeSpan.FromMinutes(2),
            ours.GetUtcNow()));
    }

    [Fact]
    public async Task Of_several_clusters_the_one_to_manage_has_to_be_named()
    {
        await using var provider = lab.Provider(settings => settings with { Cluster = "Nowhere" });

        var refused = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadInventoryAsync(Token));

        Assert.Equal("There is no cluster 'Nowhere'. The account sees: 'DC0/DC0_C0'.", refused.Message);
    }

    // The stream is rebuilt after a pause; whoever asks meanwhile hears that it is broken.
    private static async Task<ProviderInventory> UntilReadAsync(VSphereHypervisor provider)
    {
        while (true)
        {
            try
            {
                return await provider.ReadInventoryAsync(Token);
            }
            catch (ProviderException failure) when (failure.IsTransient)
            {
                await Task.Yield();
            }
        }
    }

    private sealed class HourAhead : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromHours(1);
    }
}
