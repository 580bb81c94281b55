using Vireo.Fleet;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>Work on a host, from the wish to the end: the loop empties it, vCenter closes it, and opens it when the work
/// is done.</summary>
public sealed class MaintenanceTests(VCenterLab lab) : IClassFixture<VCenterLab>
{
    private static readonly Policy Idle = new()
    {
        DefaultMode = OperatingMode.Autopilot,
        Consolidate = false,
        ManageHostPower = false,
        SpareFaultDomains = 0,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_is_emptied_closed_by_vCenter_and_opened_again_when_the_work_is_done()
    {
        await using var provider = lab.Provider();
        var busy = (await provider.ReadInventoryAsync(Token)).VirtualMachines.First(machine => machine.State == PowerState.On).Host!.Value;
        await using var loop = new VCenterLoop(provider, Idle);

        await loop.UntilAsync(state => state.Cycle == 1);
        await loop.Loop.SetPolicyAsync(Idle with { Maintenance = [busy] }, "ada", Token);
        var closed = await loop.UntilAsync(state => Of(state, busy)?.MaintenanceMode == MaintenanceMode.Entered);
        await loop.Loop.SetPolicyAsync(Idle, "ada", Token);
        var opened = await loop.UntilAsync(state => Of(state, busy)?.MaintenanceMode == MaintenanceMode.Left);

        Assert.DoesNotContain(closed.Fleet.VirtualMachines, machine => machine.Host == busy && machine.State == PowerState.On);
        Assert.False(Of(opened, busy)!.IsInMaintenance);
        Assert.Equal(
            ["EnterMaintenance: Succeeded", "ExitMaintenance: Succeeded"],
            loop.Done.Where(done => done.Contains("Maintenance: Succeeded", StringComparison.Ordinal)));
        Assert.Contains("Migration: Succeeded", loop.Done);
    }

    private static Host? Of(Control.LoopState state, HostId id) => state.Fleet.Hosts.FirstOrDefault(host => host.Id == id);
}
