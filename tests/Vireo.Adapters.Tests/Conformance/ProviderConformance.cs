using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Conformance;

/// <summary>What Vireo relies on in every provider, whatever is behind it. A new adapter derives from this and opens
/// itself.</summary>
public abstract class ProviderConformance
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens a provider that may act and has at least one machine that runs; skips the test where it
    /// cannot.</summary>
    protected abstract ProviderUnderTest Open();

    /// <summary>Opens a provider whose running machine can have snapshots, where it offers them.</summary>
    protected virtual ProviderUnderTest OpenForSnapshots() => Open();

    /// <summary>Whether its machines are suspended to disk only, and stand nowhere meanwhile.</summary>
    protected virtual bool SuspendsToDisk => false;

    /// <summary>Whether its snapshots lie beside the disks.</summary>
    protected virtual bool SnapshotsAreExternal => false;

    [Fact]
    public async Task Every_identifier_is_unique_and_every_machine_is_on_a_host_that_is_listed()
    {
        await using var provider = Open();

        var inventory = await provider.Reader.ReadInventoryAsync(Token);

        Assert.Distinct(inventory.Hosts.Select(host => host.Id));
        Assert.Distinct(inventory.VirtualMachines.Select(machine => machine.Id));
        Assert.All(inventory.Hosts, host => Assert.True(host.Cores > 0 && host.CpuCapacity.Value > 0 && host.MemoryCapacity.Value > 0));
        Assert.All(
            inventory.VirtualMachines,
            machine => Assert.Contains(inventory.Hosts, host => host.Id == machine.Host && host.Cluster == machine.Cluster));
        Assert.All(inventory.VirtualMachines, machine => Assert.Equal(provider.Reader.Id, machine.Provider));
    }

    [Fact]
    public async Task A_machine_is_stopped_and_started_and_the_inventory_shows_it()
    {
        await using var provider = Open();
        var machine = await RunningAsync(provider);

        var stopped = await DoAsync(provider, "c-1", new PowerOffVirtualMachine(machine.Id));
        var off = await FindAsync(provider, machine.Id);
        var started = await DoAsync(provider, "c-2", new PowerOnVirtualMachine(machine.Id, machine.Host!.Value));
        var on = await FindAsync(provider, machine.Id);

        Assert.True(stopped.Phase == ActionPhase.Succeeded, stopped.Detail);
        Assert.True(started.Phase == ActionPhase.Succeeded, started.Detail);
        Assert.Equal((PowerState.Off, PowerState.On, machine.Host), (off.State, on.State, on.Host));
    }

    [Fact]
    public async Task A_machine_is_suspended_resumed_and_reset_or_that_is_refused_by_one_that_does_not_offer_it()
    {
        await using var provider = Open();
        var machine = await RunningAsync(provider);
        var can = provider.Reader.Capabilities.Actions;
        if (!can.HasFlag(ActionKinds.Suspend) || !can.HasFlag(ActionKinds.Reset))
        {
            Assert.False((await RefusedAsync(provider, new SuspendVirtualMachine(machine.Id), fence: 7)).IsTransient);
            Assert.False((await RefusedAsync(provider, new ResetVirtualMachine(machine.Id), fence: 7)).IsTransient);
            return;
        }

        var suspend = new SuspendVirtualMachine(machine.Id) { ToDisk = SuspendsToDisk };
        var suspended = await DoAsync(provider, "c-1", suspend);
        var still = await FindAsync(provider, machine.Id);
        var again = await RefusedAsync(provider, suspend, fence: 7);
        var resumed = await DoAsync(provider, "c-2", new ResumeVirtualMachine(machine.Id));
        var on = await FindAsync(provider, machine.Id);
        var reset = await DoAsync(provider, "c-3", new ResetVirtualMachine(machine.Id));

        Assert.True(suspended.Phase == ActionPhase.Succeeded, suspended.Detail);
        Assert.True(resumed.Phase == ActionPhase.Succeeded, resumed.Detail);
        Assert.True(reset.Phase == ActionPhase.Succeeded, reset.Detail);
        Assert.False(again.IsTransient);
        Assert.Equal((PowerState.Suspended, PowerState.On, machine.Host), (still.State, on.State, on.Host));
        Assert.Equal(PowerState.On, (await FindAsync(provider, machine.Id)).State);
    }

    [Fact]
    public async Task A_snapshot_is_taken_reverted_to_and_deleted_or_that_is_refused_by_one_that_does_not_offer_it()
    {
        await using var provider = OpenForSnapshots();
        var machine = await RunningAsync(provider);
        if (!provider.Reader.Capabilities.Actions.HasFlag(ActionKinds.Snapshots))
        {
            Assert.False((await RefusedAsync(provider, new TakeSnapshot(machine.Id, "good"), fence: 7)).IsTransient);
            return;
        }

        var taken = await DoAsync(provider, "c-1", new TakeSnapshot(machine.Id, "good"));
        var with = (await FindAsync(provider, machine.Id)).Snapshots;
        var twice = await RefusedAsync(provider, new TakeSnapshot(machine.Id, "good"), fence: 7);
        var reverted = await DoAsync(provider, "c-2", new RevertToSnapshot(machine.Id, "good"));
        var back = await FindAsync(provider, machine.Id);
        var missing = await RefusedAsync(provider, new RevertToSnapshot(machine.Id, "bad"), fence: 7);
        var deleted = await DoAsync(provider, "c-3", new DeleteSnapshot(machine.Id, "good"));

        Assert.True(taken.Phase == ActionPhase.Succeeded, taken.Detail);
        Assert.True(with.Find("good") is { HasMemory: true, IsCurrent: true, IsExternal: var isExternal } && isExternal == SnapshotsAreExternal, with.ToString());
        Assert.True(reverted.Phase == ActionPhase.Succeeded, reverted.Detail);
        Assert.Equal((PowerState.On, machine.Host, machine.Memory), (back.State, back.Host, back.Memory));
        Assert.True(deleted.Phase == ActionPhase.Succeeded, deleted.Detail);
        Assert.Empty((await FindAsync(provider, machine.Id)).Snapshots.All);
        Assert.False(twice.IsTransient || missing.IsTransient);
    }

    [Fact]
    public async Task The_same_action_twice_is_done_once_and_one_that_was_never_sent_is_unknown()
    {
        await using var provider = Open();
        var machine = await RunningAsync(provider);
        await DoAsync(provider, "c-1", new PowerOffVirtualMachine(machine.Id));
        await DoAsync(provider, "c-2", new PowerOnVirtualMachine(machine.Id, machine.Host!.Value));

        var again = await DoAsync(provider, "c-1", new PowerOffVirtualMachine(machine.Id));
        var never = await provider.Actuator.QueryAsync(new ActionId("never"), Token);

        Assert.Equal(ActionPhase.Succeeded, again.Phase);
        Assert.Equal(PowerState.On, (await FindAsync(provider, machine.Id)).State);
        Assert.Equal(ActionPhase.Unknown, never.Phase);
    }

    [Fact]
    public async Task An_older_leader_and_what_is_not_there_are_refused_for_good()
    {
        await using var provider = Open();
        var machine = await RunningAsync(provider);
        await DoAsync(provider, "c-1", new PowerOffVirtualMachine(machine.Id));

        var older = await RefusedAsync(provider, new PowerOnVirtualMachine(machine.Id, machine.Host!.Value), fence: 1);
        var missing = await RefusedAsync(provider, new PowerOffVirtualMachine(new VirtualMachineId("no such machine")), fence: 7);

        Assert.Contains("another leader", older.Message, StringComparison.Ordinal);
        Assert.Contains("no such machine", missing.Message, StringComparison.Ordinal);
        Assert.False(older.IsTransient || missing.IsTransient);
        Assert.Equal(PowerState.Off, (await FindAsync(provider, machine.Id)).State);
    }

    [Fact]
    public async Task A_pool_is_put_in_force_shown_and_taken_back_or_refused_by_one_that_offers_none()
    {
        await using var provider = Open();
        var machine = await RunningAsync(provider);
        var terms = PoolTerms.Usual with { Cpu = new ResourceTerms(100, 2_000, 500) };
        var setting = new PoolSetting(new("gold"), machine.Cluster, provider.Reader.Id, null, terms, [machine.Id]);
        if (!provider.Reader.Capabilities.Actions.HasFlag(ActionKinds.Pools))
        {
            var refused = await RefusedAsync(provider, new SetPoolTerms(setting), fence: 7);

            Assert.StartsWith("Pool 'gold': ", refused.Message, StringComparison.Ordinal);
            Assert.False(refused.IsTransient);
            return;
        }

        var set = await DoAsync(provider, "c-1", new SetPoolTerms(setting));
        var inForce = (await provider.Reader.ReadInventoryAsync(Token)).Pools;
        var released = await DoAsync(provider, "c-2", new SetPoolTerms(setting.Released()));
        var after = (await provider.Reader.ReadInventoryAsync(Token)).Pools;

        Assert.True(set.Phase == ActionPhase.Succeeded, set.Detail);
        Assert.Contains(inForce, pool => pool.IsSameAs(setting));
        Assert.True(released.Phase == ActionPhase.Succeeded, released.Detail);
        Assert.All(after.Where(pool => pool.Pool == setting.Pool), pool => Assert.True(pool.IsReleased));
    }

    private static Task<ProviderException> RefusedAsync(ProviderUnderTest provider, FleetAction action, long fence) =>
        Assert.ThrowsAsync<ProviderException>(() => provider.Actuator.StartAsync(
            new ActionRequest(new ActionId("c-9"), action, fence, BytesPerSecond.Zero), Token));

    private static async Task<VirtualMachine> RunningAsync(ProviderUnderTest provider) =>
        (await provider.Reader.ReadInventoryAsync(Token)).VirtualMachines.First(machine => machine.State == PowerState.On);

    private static async Task<VirtualMachine> FindAsync(ProviderUnderTest provider, VirtualMachineId id) =>
        (await provider.Reader.ReadInventoryAsync(Token)).VirtualMachines.Single(machine => machine.Id == id);

    private static async Task<ActionStatus> DoAsync(ProviderUnderTest provider, string id, FleetAction action)
    {
        await provider.Actuator.StartAsync(new ActionRequest(new ActionId(id), action, 7, BytesPerSecond.Zero), Token);

        return await provider.EndOf(new ActionId(id));
    }
}
