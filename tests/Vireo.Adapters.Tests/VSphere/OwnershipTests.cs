using Vireo.Adapters.VSphere;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>Who a pool belongs to (S23) and who may act (S22) is written down at the vCenter, and outlives Vireo.</summary>
public sealed class OwnershipTests(VCenterLab lab) : IClassFixture<VCenterLab>
{
    private static readonly PoolSetting Shop = new(
        new ResourcePoolId("shop"), new ClusterId("vc"), new ProviderId("vc"), null,
        PoolTerms.Usual with { Cpu = new ResourceTerms(1_000, null, null) }, []);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pool_of_the_same_name_that_others_made_is_shown_as_theirs_and_left_as_it_is()
    {
        await using var provider = lab.Provider();
        var theirs = Shop with { Pool = new ResourcePoolId("theirs"), Terms = PoolTerms.Usual };
        var inventory = await provider.ReadInventoryAsync(Token);
        await provider.SendAsync(MachineCalls.CreatePool(provider.ManagedRootPool, "theirs", PoolTerms.Usual), Token);

        var seen = await PoolAsync(provider, "theirs");
        var refused = await Assert.ThrowsAsync<ProviderException>(() => VCenterLab.DoAsync(
            provider, NewId(), new SetPoolTerms(theirs with { VirtualMachines = [inventory.VirtualMachines[0].Id] })));
        var after = await PoolAsync(provider, "theirs");

        Assert.True(seen.IsForeign);
        Assert.Contains("that Vireo did not make", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'vireo.owner' to 'vc'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(PoolTerms.Usual, after.Terms);
        Assert.Empty(after.VirtualMachines);
    }

    [Fact]
    public async Task A_pool_that_is_handed_over_is_managed_and_one_that_Vireo_made_is_known_to_the_next_process()
    {
        await using var provider = lab.Provider();
        await provider.ReadInventoryAsync(Token);
        var handed = ManagedObject.Read(await provider.AskAsync(
            MachineCalls.CreatePool(provider.ManagedRootPool, "handed", PoolTerms.Usual), Token))!.Value;
        var made = await VCenterLab.DoAsync(provider, NewId(), new SetPoolTerms(Shop));
        await provider.Attributes.SetAsync(handed, CustomAttributes.Owner, "vc", Token);

        await using var next = lab.Provider();
        var taken = await VCenterLab.DoAsync(next, NewId(), new SetPoolTerms(Shop with { Pool = new ResourcePoolId("handed") }));

        Assert.True(made.Phase == ActionPhase.Succeeded, made.Detail);
        Assert.True(taken.Phase == ActionPhase.Succeeded, taken.Detail);
        Assert.False((await PoolAsync(next, "shop")).IsForeign);
        Assert.Equal(1_000, (await PoolAsync(next, "handed")).Terms.Cpu.Reservation);
    }

    [Fact]
    public async Task A_pool_that_cannot_be_marked_is_taken_away_again()
    {
        await using var provider = lab.Provider();
        var wanted = Shop with { Pool = new ResourcePoolId("unmarked") };
        await StopAsync(provider, fence: 1);
        await lab.ControlAsync("/lab/fault?method=SetField&pct=100&type=NoPermission");
        try
        {
            var made = await VCenterLab.DoAsync(provider, NewId(), new SetPoolTerms(wanted));

            Assert.Equal(ActionPhase.Failed, made.Phase);
            Assert.Contains("NoPermission", made.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain((await provider.ReadInventoryAsync(Token)).Pools, pool => pool.Pool == wanted.Pool);
        }
        finally
        {
            await lab.ControlAsync("/lab/fault?method=SetField&pct=0");
        }
    }

    [Fact]
    public async Task A_leader_that_was_replaced_is_refused_by_a_process_that_has_never_seen_the_new_one()
    {
        await using var first = lab.Provider();
        await StopAsync(first, fence: 7);

        await using var stale = lab.Provider();
        var refused = await Assert.ThrowsAsync<ProviderException>(() => StopAsync(stale, fence: 6));
        await using var next = lab.Provider();
        await StopAsync(next, fence: 8);
        var deposed = await Assert.ThrowsAsync<ProviderException>(() => StopAsync(first, fence: 7));
        await ReleaseAsync(next);

        Assert.Contains("Fencing token 6 is older than 7", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'vireo.fence'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Fencing token 7 is older than 8", deposed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_Vireo_on_the_same_cluster_is_refused_until_the_mark_is_taken_away()
    {
        await using var ours = lab.Provider();
        await StopAsync(ours, fence: 1);
        await using var theirs = new VSphereHypervisor(new ProviderId("west"), lab.Settings, TimeProvider.System, new Random(2));

        var refused = await Assert.ThrowsAsync<ProviderException>(() => StopAsync(theirs, fence: 1));
        await ReleaseAsync(ours);
        await StopAsync(theirs, fence: 1);
        await ReleaseAsync(theirs);

        Assert.Contains("The Vireo cluster 'vc' acts on this vSphere cluster", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_may_not_write_it_down_acts_all_the_same_and_says_so()
    {
        await lab.ControlAsync("/lab/deny?privileges=Global.SetCustomField");
        try
        {
            await using var provider = lab.Provider();
            await StopAsync(provider, fence: 1);

            Assert.Contains(
                "That only one Vireo acts on the cluster is not written down there: the account lacks Global.SetCustomField.",
                provider.Describe().Lacking);
        }
        finally
        {
            await lab.ControlAsync("/lab/deny?privileges=");
        }
    }

    private static string NewId() => $"s-{Guid.NewGuid()}";

    // Any action: it is refused, or its end does not matter.
    private static async Task StopAsync(VSphereHypervisor provider, long fence)
    {
        var machine = (await provider.ReadInventoryAsync(Token)).VirtualMachines.First(one => one.State == PowerState.On).Id;
        var id = new ActionId(NewId());
        await provider.StartAsync(new ActionRequest(id, new ResetVirtualMachine(machine), fence, BytesPerSecond.Zero), Token);
        await VCenterLab.EndOfAsync(provider, id);
    }

    private static Task ReleaseAsync(VSphereHypervisor provider) =>
        provider.Attributes.SetAsync(provider.ManagedCluster, CustomAttributes.Fence, "", Token);

    private static async Task<PoolSetting> PoolAsync(VSphereHypervisor provider, string name) =>
        (await provider.ReadInventoryAsync(Token)).Pools.Single(pool => pool.Pool.Value == name);
}
