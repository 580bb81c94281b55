using Vireo.Fleet;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>Where DRS moves machines by itself Vireo yields, unless somebody wants both (S23).</summary>
public sealed class DrsTests(VCenterLab lab) : IClassFixture<VCenterLab>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Machines_of_a_cluster_that_DRS_balances_stay_and_say_why_until_somebody_lets_both_move()
    {
        await using var yielding = lab.Provider();
        await using var insisting = lab.Provider(settings => settings with { MovesDespiteDrs = true });
        var before = await yielding.ReadInventoryAsync(Token);
        await lab.ControlAsync($"/lab/drs?ref={yielding.ManagedCluster.Type}:{yielding.ManagedCluster.Id}&behavior=fullyAutomated");

        var machine = (await yielding.ReadInventoryAsync(Token)).VirtualMachines.First(one => one.State == PowerState.On);
        var move = new Migration(
            machine.Id, machine.Host!.Value, before.Hosts.Select(host => host.Id).Order().First(host => host != machine.Host));
        var refused = await Assert.ThrowsAsync<ProviderException>(() => VCenterLab.DoAsync(yielding, $"t-{Guid.NewGuid()}", move));
        var moved = await VCenterLab.DoAsync(insisting, $"t-{Guid.NewGuid()}", move);

        Assert.All(before.VirtualMachines, one => Assert.True(one.Mobility.CanMigrate));
        Assert.False(machine.Mobility.CanMigrate);
        Assert.Contains("DRS moves the machines", machine.Mobility.Reason, StringComparison.Ordinal);
        Assert.Contains("DRS moves the machines", refused.Message, StringComparison.Ordinal);
        Assert.True(moved.Phase == ActionPhase.Succeeded, moved.Detail);
    }
}
