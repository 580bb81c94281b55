using Vireo.Fleet;

namespace Vireo.Simulation;

/// <content>Snapshots: what a machine was, without what its guest did.</content>
internal sealed partial class SimulatedFleet
{
    /// <summary>Keeps what a machine is now.</summary>
    /// <exception cref="ProviderException">The hypervisor would refuse it.</exception>
    public FleetOperation Take(TakeSnapshot action)
    {
        int index = MachineIndex(action.VirtualMachine);
        var machine = _machines[index];
        RefuseUnsettled(machine);
        if (machine.View.Snapshots.Find(action.Snapshot) is not null)
        {
            throw Refuse($"'{action.VirtualMachine}' has a snapshot '{action.Snapshot}' already.");
        }

        var current = machine.View.Snapshots.All.FirstOrDefault(one => one.IsCurrent);
        var taken = new MachineSnapshot(action.Snapshot, Scenario.Start + TimeSpan.FromSeconds(Math.Round(Now)))
        {
            HasMemory = machine.IsRunning,
            Parent = current?.Name,
        };
        machine.Kept[action.Snapshot] = machine.View;
        Show(machine, machine.View.Snapshots.With(taken), $"Snapshot '{action.Snapshot}' was taken.");

        return Done(action, index, "Taken.");
    }

    /// <summary>Takes a machine back to a snapshot: its size is what it was.</summary>
    /// <exception cref="ProviderException">The hypervisor would refuse it.</exception>
    public FleetOperation Revert(RevertToSnapshot action)
    {
        int index = MachineIndex(action.VirtualMachine);
        var machine = _machines[index];
        RefuseUnsettled(machine);
        var kept = RequireSnapshot(machine, action.Snapshot);
        if (kept.HasMemory && !machine.IsRunning)
        {
            throw Refuse($"'{action.VirtualMachine}' is off, and '{action.Snapshot}' holds its memory.");
        }

        Bring(Now);
        if (machine.Kept.GetValueOrDefault(action.Snapshot) is { } then)
        {
            machine.View = machine.View with { Cores = then.Cores, CpuCapacity = then.CpuCapacity, Memory = then.Memory };
        }

        Show(machine, machine.View.Snapshots.GoingOnFrom(action.Snapshot), $"It went back to snapshot '{action.Snapshot}'.");
        UpdateAll();

        return Done(action, index, "Reverted.");
    }

    /// <summary>Gives a snapshot up.</summary>
    /// <exception cref="ProviderException">There is none of this name.</exception>
    public FleetOperation Delete(DeleteSnapshot action)
    {
        int index = MachineIndex(action.VirtualMachine);
        var machine = _machines[index];
        RefuseBusy(machine);
        RequireSnapshot(machine, action.Snapshot);
        machine.Kept.Remove(action.Snapshot);
        Show(machine, machine.View.Snapshots.Without(action.Snapshot), $"Snapshot '{action.Snapshot}' was deleted.");

        return Done(action, index, "Deleted.");
    }

    private void Show(MachineSlot machine, SnapshotSet snapshots, string message) =>
        Show(machine, machine.View with { Snapshots = snapshots }, FleetEventKind.Reconfigured, message);

    private static MachineSnapshot RequireSnapshot(MachineSlot machine, string name) =>
        machine.View.Snapshots.Find(name) ?? throw Refuse($"'{machine.View.Id}' has no snapshot '{name}'.");

    private static void RefuseUnsettled(MachineSlot machine)
    {
        RefuseBusy(machine);
        if (machine.View.State is not (PowerState.On or PowerState.Off))
        {
            throw Refuse($"'{machine.View.Id}' is {machine.View.State}; snapshots are for machines that run or are off.");
        }
    }
}
