using Vireo.Adapters.Acting;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>Carries an action out, step by step, and looks whether it had its effect.</summary>
/// <param name="vcenter">The connection.</param>
/// <param name="inventory">The words for what it shows.</param>
/// <param name="settings">How patient to be.</param>
/// <param name="time">The clock.</param>
/// <param name="id">Kept by the server with each task, so that it is found again.</param>
/// <param name="operation">Whose progress it is.</param>
internal sealed partial class ActionRun(
    VCenter vcenter, VCenterInventory inventory, VSphereSettings settings, TimeProvider time, ActionId id,
    Operation operation)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);

    private CancellationToken Aborted => operation.Aborted;

    /// <summary>Does it and says how it ended.</summary>
    /// <exception cref="VimException">The server refused, or it failed there.</exception>
    /// <exception cref="ProviderException">It had no effect, or another one.</exception>
    public Task<string> RunAsync(FleetAction action) => action switch
    {
        Migration move => MoveAsync(Machine(move.Target), move),
        SuspendVirtualMachine suspend => SuspendAsync(Machine(suspend.Target)),
        ResumeVirtualMachine resume => ResumeAsync(Machine(resume.Target)),
        ResetVirtualMachine reset => ResetAsync(Machine(reset.Target)),
        TakeSnapshot take => TakeSnapshotAsync(Machine(take.Target), take.Snapshot),
        RevertToSnapshot revert => RevertAsync(Machine(revert.Target), revert.Snapshot),
        DeleteSnapshot delete => DeleteSnapshotAsync(Machine(delete.Target), delete.Snapshot),
        PowerOnVirtualMachine start => StartAsync(Machine(start.Target), start.On),
        PowerOffVirtualMachine stop => StopAsync(Machine(stop.Target)),
        ResizeVirtualMachine resize => ResizeAsync(Machine(resize.Target), resize),
        CreateVirtualMachine create => MakeAsync(create),
        ConfigureVirtualMachine configure => ConfigureAsync(Machine(configure.Target)),
        CheckVirtualMachine check => CheckAsync(Machine(check.Target), check.Check),
        DeleteVirtualMachine delete => DeleteAsync(Machine(delete.Target)),
        EnterMaintenance enter => MaintainAsync(enter.Host, isOn: true),
        ExitMaintenance exit => MaintainAsync(exit.Host, isOn: false),
        SetPoolTerms pool => SetPoolAsync(pool.Setting),
        _ => throw new ProviderException($"{action.GetType().Name} was not refused.", isTransient: false),
    };

    private async Task<string> MoveAsync(MachineFacts machine, Migration move)
    {
        var datastore = move.Storage is { } storage
            ? Ask(refusal => refusal.FindDatastore(storage), $"There is no datastore '{storage}'.").Reference
            : (ManagedObject?)null;
        await TaskAsync(MachineCalls.Relocate(
            machine.Reference, move.StaysOnHost ? null : Host(move.To).Reference, pool: null, datastore));
        var seen = await SeeAsync(machine.Reference);
        var there = Read(picture => picture.Hosts.GetValueOrDefault(seen.Host ?? default));
        var files = Read(picture => VCenterInventory.DatastoreOf(picture, seen));

        return there is null || VCenterInventory.IdOf(there) != move.To
                ? throw new ProviderException(
                    $"The task succeeded, and it is on '{there?.Name}', not on '{move.To}'.", isTransient: false)
            : move.Storage is { } wanted && files != wanted
                ? throw new ProviderException(
                    $"The task succeeded, and its files are on {(files is { } lie ? $"'{lie}'" : "several datastores")}, " +
                    $"not on '{wanted}'.", isTransient: false)
            : move.StaysOnHost ? $"Its files are on '{files}'."
            : move.Storage is null ? $"It runs on '{move.To}'."
            : $"It runs on '{move.To}', its files are on '{files}'.";
    }

    private async Task<string> StartAsync(MachineFacts machine, HostId on)
    {
        if (Host(on).Reference != machine.Host)
        {
            await TaskAsync(MachineCalls.Relocate(machine.Reference, Host(on).Reference));
        }

        await TaskAsync(MachineCalls.PowerOn(machine.Reference));

        return (await SeeAsync(machine.Reference)).IsOn
            ? $"It was started on '{on}'."
            : throw new ProviderException("The task succeeded, and the machine does not run.", isTransient: false);
    }

    private async Task<string> StopAsync(MachineFacts machine)
    {
        if (machine.HasTools && await ShutDownAsync(machine))
        {
            return "The guest shut down.";
        }

        await TaskAsync(MachineCalls.PowerOff(machine.Reference));

        return (await SeeAsync(machine.Reference)).IsOn
            ? throw new ProviderException("The task succeeded, and the machine runs.", isTransient: false)
            : "It was switched off.";
    }

    private async Task<bool> ShutDownAsync(MachineFacts machine)
    {
        try
        {
            await vcenter.Session.CallAsync(MachineCalls.ShutDown(machine.Reference), Aborted);
        }
        catch (VimFault)
        {
            // Its tools have gone meanwhile: it is switched off.
            return false;
        }

        var until = time.GetUtcNow() + settings.ShutdownPatience;
        while ((await SeeAsync(machine.Reference)).IsOn)
        {
            if (time.GetUtcNow() >= until)
            {
                return false;
            }

            await Task.Delay(BetweenLooks, time, Aborted);
        }

        return true;
    }

    private async Task<string> ResizeAsync(MachineFacts machine, ResizeVirtualMachine resize)
    {
        if (resize.Restarts && machine.IsOn)
        {
            await TaskAsync(MachineCalls.SetOptions(machine.Reference, PendingResize.For(id, resize, machine).Option));

            return await RestartForSizeAsync(machine, resize.Cores, resize.Memory);
        }

        await TaskAsync(MachineCalls.Resize(machine.Reference, resize.Cores, resize.Memory));

        return await SeeSizeAsync(machine, resize.Cores, resize.Memory);
    }

    private async Task<string> SeeSizeAsync(MachineFacts machine, int cores, MemoryBytes memory)
    {
        var seen = await SeeAsync(machine.Reference);

        return seen.Cores == cores && seen.MemoryMebibytes == memory.Value >> 20
            ? "It has its new size."
            : throw new ProviderException(
                $"The task succeeded, and it has {seen.Cores} cores and {seen.MemoryMebibytes} MiB.", isTransient: false);
    }

    private async Task<string> DeleteAsync(MachineFacts machine)
    {
        await RemoveAsync(machine);

        return "It was deleted.";
    }

    private async Task RemoveAsync(MachineFacts machine)
    {
        if (machine.IsOn)
        {
            await vcenter.RunTaskAsync(Marked(MachineCalls.PowerOff(machine.Reference)), _ => { },
                CancellationToken.None);
        }

        await vcenter.RunTaskAsync(Marked(MachineCalls.Destroy(machine.Reference)), _ => { }, CancellationToken.None);
        await vcenter.CatchUpPatientlyAsync(CancellationToken.None);
    }

    private async Task<string> MaintainAsync(HostId id, bool isOn)
    {
        var host = Host(id);
        if (host.IsInMaintenance != isOn)
        {
            await TaskAsync(
                isOn ? MachineCalls.EnterMaintenance(host.Reference) : MachineCalls.ExitMaintenance(host.Reference));
            await vcenter.CatchUpPatientlyAsync(Aborted);
        }

        return isOn ? $"'{id}' is in maintenance." : $"'{id}' takes machines again.";
    }

    private Task<TaskFacts> TaskAsync(VimCall call)
    {
        Aborted.ThrowIfCancellationRequested();

        return vcenter.RunTaskAsync(Marked(call), operation.Advance, Aborted);
    }

    private VimCall Marked(VimCall call) => call with { Activation = id.Value };

    private async Task<MachineFacts> SeeAsync(ManagedObject machine)
    {
        await vcenter.CatchUpPatientlyAsync(CancellationToken.None);

        return Read(picture => picture.Machines.GetValueOrDefault(machine))
            ?? throw new ProviderException("The machine is not in vSphere any more.", isTransient: false);
    }

    private MachineFacts Machine(EntityId target) =>
        Ask(refusal => refusal.FindMachine(target.Value), $"{target} is not in vSphere.");

    private HostFacts Host(HostId host) => Ask(refusal => refusal.FindHost(host), $"There is no host '{host}'.");

    private ManagedObject RootPool() => Read(picture => inventory.FindCluster(picture).RootPool)
        ?? throw new ProviderException("The cluster has no resource pool at its root.", isTransient: false);

    private T Ask<T>(Func<VSphereRefusal, T?> find, string missing)
        where T : class => Find(find) ?? throw new ProviderException(missing, isTransient: false);

    private T? Find<T>(Func<VSphereRefusal, T?> find)
        where T : class => Read(picture => find(new VSphereRefusal(picture, inventory)));

    private T Read<T>(Func<VCenterPicture, T> read) => vcenter.Inventory.Read((picture, _) => read(picture));
}
