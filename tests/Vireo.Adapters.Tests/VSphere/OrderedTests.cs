using Vireo.Adapters.VSphere;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>What people order: snapshots, suspension, reset, and moves of files.</summary>
public sealed class OrderedTests(VCenterLab lab) : IClassFixture<VCenterLab>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Snapshots_are_taken_in_a_row_reverted_to_and_deleted_and_the_others_stay()
    {
        await using var provider = lab.Provider();
        var machine = await RunningAsync(provider, 0);

        string first = await DoAsync(provider, new TakeSnapshot(machine, "before"));
        string second = await DoAsync(provider, new TakeSnapshot(machine, "after"));
        var both = await SeeAsync(provider, machine);
        string reverted = await DoAsync(provider, new RevertToSnapshot(machine, "before"));
        var back = await SeeAsync(provider, machine);
        string deleted = await DoAsync(provider, new DeleteSnapshot(machine, "before"));
        var left = await SeeAsync(provider, machine);

        Assert.Equal("'before' keeps its disks and its memory.", first);
        Assert.Equal("'after' keeps its disks and its memory.", second);
        Assert.Equal(["before", "after"], both.Snapshots.All.Select(one => one.Name));
        Assert.Equal(("before", true, true, true), (both.Snapshots.Find("after")!.Parent, both.Snapshots.Find("after")!.IsCurrent,
            both.Snapshots.Find("after")!.HasMemory, both.Snapshots.Find("after")!.IsExternal));
        Assert.Equal("It goes on where it stood in 'before'.", reverted);
        Assert.True(back.Snapshots.Find("before")!.IsCurrent);
        Assert.Equal(PowerState.On, back.State);
        Assert.Equal("'before' was deleted; the machine stays as it is.", deleted);
        Assert.Equal(["after"], left.Snapshots.All.Select(one => one.Name));
    }

    [Fact]
    public async Task A_snapshot_that_is_there_already_or_not_at_all_is_refused_before_anything_is_sent()
    {
        await using var provider = lab.Provider();
        var machine = await RunningAsync(provider, 1);
        await DoAsync(provider, new TakeSnapshot(machine, "kept"));

        string twice = await RefusalAsync(provider, new TakeSnapshot(machine, "kept"));
        string missing = await RefusalAsync(provider, new RevertToSnapshot(machine, "other"));
        string gone = await RefusalAsync(provider, new DeleteSnapshot(machine, "other"));

        Assert.Contains("has a snapshot 'kept' already", twice, StringComparison.Ordinal);
        Assert.Contains("has no snapshot 'other'", missing, StringComparison.Ordinal);
        Assert.Contains("has no snapshot 'other'", gone, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CreateSnapshot_Task")]
    [InlineData("RemoveSnapshot_Task")]
    public async Task When_the_answer_is_lost_the_task_is_found_and_nothing_is_done_twice(string lost)
    {
        await using var provider = lab.Provider();
        var machine = await RunningAsync(provider, 2);
        string name = $"lost-{lost}";
        if (lost == "RemoveSnapshot_Task")
        {
            await DoAsync(provider, new TakeSnapshot(machine, name));
        }

        await lab.ControlAsync($"/lab/lose?method={lost}&n=1");
        await DoAsync(provider, lost == "RemoveSnapshot_Task" ? new DeleteSnapshot(machine, name) : new TakeSnapshot(machine, name));

        Assert.Equal(lost == "CreateSnapshot_Task", (await SeeAsync(provider, machine)).Snapshots.Find(name) is not null);
    }

    [Fact]
    public async Task A_machine_is_suspended_to_disk_goes_on_and_is_reset()
    {
        await using var provider = lab.Provider();
        var machine = await RunningAsync(provider, 3);

        string inMemory = await RefusalAsync(provider, new SuspendVirtualMachine(machine));
        await DoAsync(provider, new SuspendVirtualMachine(machine) { ToDisk = true });
        var suspended = (await SeeAsync(provider, machine)).State;
        string moved = await RefusalAsync(provider, new ResetVirtualMachine(machine));
        await DoAsync(provider, new ResumeVirtualMachine(machine));
        var resumed = (await SeeAsync(provider, machine)).State;
        string reset = await DoAsync(provider, new ResetVirtualMachine(machine));

        Assert.Contains("--to-disk", inMemory, StringComparison.Ordinal);
        Assert.Equal((PowerState.Suspended, PowerState.On), (suspended, resumed));
        Assert.Contains("does not run", moved, StringComparison.Ordinal);
        Assert.Equal("Its guest starts anew.", reset);
    }

    [Fact]
    public async Task Files_move_alone_and_together_with_the_machine_and_are_seen_where_they_went()
    {
        await using var provider = lab.Provider();
        var machine = await SeeAsync(provider, await RunningAsync(provider, 4));
        var inventory = await provider.ReadInventoryAsync(Token);
        var datastores = inventory.Datastores!.Value;
        var other = datastores.First(one => one.Id != machine.Datastore).Id;
        var to = inventory.Hosts.First(host => host.Id != machine.Host).Id;

        string alone = await DoAsync(provider, new Migration(machine.Id, machine.Host!.Value, machine.Host.Value) { Storage = other });
        var between = await SeeAsync(provider, machine.Id);
        string both = await DoAsync(provider, new Migration(machine.Id, machine.Host.Value, to) { Storage = machine.Datastore });
        var after = await SeeAsync(provider, machine.Id);
        string again = await RefusalAsync(provider, new Migration(machine.Id, to, to) { Storage = machine.Datastore });
        string nowhere = await RefusalAsync(provider, new Migration(machine.Id, to, to) { Storage = new DatastoreId("nowhere") });

        Assert.Equal($"Its files are on '{other}'.", alone);
        Assert.Equal((machine.Host, other), (between.Host, between.Datastore));
        Assert.Equal($"It runs on '{to}', its files are on '{machine.Datastore}'.", both);
        Assert.Equal((to, machine.Datastore), (after.Host, after.Datastore));
        Assert.Contains($"Its files are on '{machine.Datastore}' already", again, StringComparison.Ordinal);
        Assert.Contains("reach no datastore 'nowhere'", nowhere, StringComparison.Ordinal);
        Assert.All(datastores, one => Assert.Equal(inventory.Hosts.Length, one.Hosts.Length));
        Assert.All(datastores, one => Assert.True(one.CapacityBytes > 0));
    }

    private static async Task<VirtualMachineId> RunningAsync(VSphereHypervisor provider, int which) =>
        (await provider.ReadInventoryAsync(Token)).VirtualMachines.OrderBy(one => one.Name, StringComparer.Ordinal).ElementAt(which).Id;

    private static async Task<VirtualMachine> SeeAsync(VSphereHypervisor provider, VirtualMachineId id) =>
        (await provider.ReadInventoryAsync(Token)).VirtualMachines.Single(one => one.Id == id);

    private static async Task<string> DoAsync(VSphereHypervisor provider, FleetAction action)
    {
        var ended = await VCenterLab.DoAsync(provider, $"o-{Guid.NewGuid()}", action);
        Assert.True(ended.Phase == ActionPhase.Succeeded, $"{action}: {ended.Detail}");

        return ended.Detail;
    }

    private static async Task<string> RefusalAsync(VSphereHypervisor provider, FleetAction action) =>
        (await Assert.ThrowsAsync<ProviderException>(() => VCenterLab.DoAsync(provider, $"o-{Guid.NewGuid()}", action))).Message;
}
