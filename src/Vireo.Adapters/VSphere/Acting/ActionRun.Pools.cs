using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <content>Resource pools.</content>
internal sealed partial class ActionRun
{
    private async Task<string> SetPoolAsync(PoolSetting setting)
    {
        string name = setting.Pool.Value;
        var parent = setting.Parent is { } above
            ? Ask(refusal => refusal.FindPool(above), $"Pool '{above}' is gone.").Reference
            : RootPool();
        if (Find(refusal => refusal.FindPool(setting.Pool)) is not { } pool)
        {
            var made = ManagedObject.Read(
                await vcenter.Session.CallAsync(MachineCalls.CreatePool(parent, name, setting.Terms), Aborted))
                ?? throw new ProviderException($"Pool '{name}' was not made.", isTransient: false);
            await MarkAsync(made);
            await vcenter.CatchUpPatientlyAsync(Aborted);
            pool = Ask(refusal => refusal.FindPool(setting.Pool), $"Pool '{name}' was made and is not there.");
        }
        else
        {
            if (pool.Parent != parent)
            {
                await vcenter.Session.CallAsync(MachineCalls.MoveIntoPool(parent, [pool.Reference]), Aborted);
            }

            await vcenter.Session.CallAsync(MachineCalls.UpdatePool(pool.Reference, setting.Terms), Aborted);
        }

        var members = setting.VirtualMachines.Select(machine => Machine(EntityId.Of(machine)).Reference).ToHashSet();
        var present = Read(picture => picture.Machines.Values
            .Where(machine => machine.Pool == pool.Reference).Select(machine => machine.Reference).ToHashSet());
        await GatherAsync(pool.Reference, [.. members.Except(present)]);
        await GatherAsync(RootPool(), [.. present.Except(members)]);
        await vcenter.CatchUpPatientlyAsync(Aborted);

        return $"Pool '{name}' has its terms and {members.Count} machines.";
    }

    // A pool without its mark would be taken for somebody else's: it is taken away again.
    private async Task MarkAsync(ManagedObject pool)
    {
        if (!inventory.Attributes.IsAvailable)
        {
            return;
        }

        try
        {
            await inventory.Attributes.SetAsync(pool, CustomAttributes.Owner, inventory.Owner, CancellationToken.None);
        }
        catch (Exception failure) when (failure is VimException or ProviderException)
        {
            await vcenter.RunTaskAsync(Marked(MachineCalls.DestroyPool(pool)), _ => { }, CancellationToken.None);
            throw;
        }
    }

    private async Task GatherAsync(ManagedObject pool, List<ManagedObject> members)
    {
        if (members.Count > 0)
        {
            await vcenter.Session.CallAsync(MachineCalls.MoveIntoPool(pool, members), Aborted);
        }
    }
}
