using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <content>Actions of several steps that an earlier process of Vireo did not end.</content>
internal sealed partial class ActionRun
{
    /// <summary>The machine that an action has left half done; null when there is none.</summary>
    public static MachineFacts? FindLeft(VCenterPicture picture, ActionId id) => picture.Machines.Values.FirstOrDefault(
        machine => machine.Pending?.Action == id.Value || machine.Origin is { IsMade: false } origin && origin.Action == id.Value);

    /// <summary>Ends it: what was stopped for another size gets it and runs again, and what was being made is taken
    /// away.</summary>
    /// <returns>How it ended; null when nothing was left half done.</returns>
    /// <exception cref="ProviderException">It was undone.</exception>
    public async Task<string?> FinishAsync()
    {
        await vcenter.CatchUpPatientlyAsync(Aborted);
        if (Read(picture => FindLeft(picture, id)) is not { } machine)
        {
            return null;
        }

        if (machine.Pending is { } resize)
        {
            return await RestartForSizeAsync(machine, resize.Cores, new MemoryBytes(resize.MemoryMebibytes << 20));
        }

        await RemoveAsync(machine);
        throw new ProviderException(
            "Vireo ended while it made the machine; what was made of it was deleted.", isTransient: false);
    }

    private async Task<string> RestartForSizeAsync(MachineFacts machine, int cores, MemoryBytes memory)
    {
        try
        {
            if (machine.IsOn)
            {
                await StopAsync(machine);
            }

            await TaskAsync(MachineCalls.Resize(machine.Reference, cores, memory));
        }
        finally
        {
            // Whatever has failed, or was aborted: it ran, so it runs again.
            if (!(await SeeAsync(machine.Reference)).IsOn)
            {
                await vcenter.RunTaskAsync(Marked(MachineCalls.PowerOn(machine.Reference)), _ => { }, CancellationToken.None);
            }

            await vcenter.RunTaskAsync(
                Marked(MachineCalls.SetOptions(machine.Reference, PendingResize.Cleared)), _ => { }, CancellationToken.None);
        }

        return await SeeSizeAsync(machine, cores, memory);
    }
}
