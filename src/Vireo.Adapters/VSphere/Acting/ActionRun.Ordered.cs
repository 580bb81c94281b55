using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <content>What people order: to suspend, resume and reset a machine, and its snapshots.</content>
internal sealed partial class ActionRun
{
    private async Task<string> SuspendAsync(MachineFacts machine)
    {
        await TaskAsync(MachineCalls.Suspend(machine.Reference));

        return (await SeeAsync(machine.Reference)).IsSuspended
            ? "Its memory is on disk until it is resumed."
            : throw new ProviderException("The task succeeded, and the machine is not suspended.", isTransient: false);
    }

    private async Task<string> ResumeAsync(MachineFacts machine)
    {
        await TaskAsync(MachineCalls.PowerOn(machine.Reference));

        return (await SeeAsync(machine.Reference)).IsOn
            ? "It goes on where it stood."
            : throw new ProviderException("The task succeeded, and the machine does not run.", isTransient: false);
    }

    private async Task<string> ResetAsync(MachineFacts machine)
    {
        await TaskAsync(MachineCalls.Reset(machine.Reference));

        return "Its guest starts anew.";
    }

    private async Task<string> TakeSnapshotAsync(MachineFacts machine, string name)
    {
        await TaskAsync(MachineCalls.TakeSnapshot(machine.Reference, name, withMemory: machine.IsOn));
        var kept = (await SeeAsync(machine.Reference)).FindSnapshot(name)
            ?? throw new ProviderException($"The task succeeded, and there is no snapshot '{name}'.", isTransient: false);

        return kept.Snapshot.HasMemory ? $"'{name}' keeps its disks and its memory." : $"'{name}' keeps its disks.";
    }

    // A machine that ran goes on running: where the snapshot has no memory, its guest boots from the disks.
    private async Task<string> RevertAsync(MachineFacts machine, string name)
    {
        var kept = SnapshotOf(machine, name);
        await TaskAsync(MachineCalls.Revert(kept.Reference, machine.Reference));
        bool isOn = (await SeeAsync(machine.Reference)).IsOn;
        if (machine.IsOn && !isOn)
        {
            await vcenter.RunTaskAsync(Marked(MachineCalls.PowerOn(machine.Reference)), _ => { }, CancellationToken.None);
            await vcenter.CatchUpPatientlyAsync(CancellationToken.None);
        }

        return isOn && kept.Snapshot.HasMemory ? $"It goes on where it stood in '{name}'."
            : machine.IsOn ? $"It has the disks of '{name}' and boots from them."
            : $"It has the disks of '{name}' and is off.";
    }

    private async Task<string> DeleteSnapshotAsync(MachineFacts machine, string name)
    {
        var kept = SnapshotOf(machine, name);
        await TaskAsync(MachineCalls.DeleteSnapshot(kept.Reference, machine.Reference));

        return (await SeeAsync(machine.Reference)).Snapshots.Any(one => one.Reference == kept.Reference)
            ? throw new ProviderException($"The task succeeded, and '{name}' is still there.", isTransient: false)
            : $"'{name}' was deleted; the machine stays as it is.";
    }

    private static SnapshotFacts SnapshotOf(MachineFacts machine, string name) => machine.FindSnapshot(name)
        ?? throw new ProviderException($"It has no snapshot '{name}' any more.", isTransient: false);
}
