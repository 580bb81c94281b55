using Vireo.Fleet;

namespace Vireo.Simulation;

/// <content>What only people order.</content>
internal sealed partial class SimulatedFleet
{
    /// <summary>Lets a machine stand still; it keeps its place and its memory.</summary>
    /// <exception cref="ProviderException">The hypervisor would refuse it.</exception>
    public FleetOperation Suspend(SuspendVirtualMachine action)
    {
        int index = MachineIndex(action.VirtualMachine);
        var machine = _machines[index];
        RefuseBusy(machine);
        RefuseUnlessRunning(machine);
        Bring(Now);
        machine.RequestedMhz = machine.GrantedMhz = 0;
        string how = action.ToDisk ? "Suspended to disk." : "Suspended.";
        Show(machine, machine.View with { State = PowerState.Suspended }, FleetEventKind.StateChanged, how);
        UpdateAll();

        return Done(action, index, how);
    }

    /// <summary>Lets a suspended machine go on.</summary>
    /// <exception cref="ProviderException">The hypervisor would refuse it.</exception>
    public FleetOperation Resume(ResumeVirtualMachine action)
    {
        int index = MachineIndex(action.VirtualMachine);
        var machine = _machines[index];
        RefuseBusy(machine);
        if (machine.View.State != PowerState.Suspended)
        {
            throw Refuse($"'{action.VirtualMachine}' is not suspended, it is {machine.View.State}.");
        }

        if (_hosts[machine.Host].View is { State: not HostState.On } host)
        {
            throw Refuse($"Host '{host.Id}' is {host.State}.");
        }

        Bring(Now);
        Seat(index);
        Show(machine, machine.View with { State = PowerState.On }, FleetEventKind.StateChanged, "Resumed.");
        UpdateAll();

        return Done(action, index, "Resumed.");
    }

    /// <summary>Starts a running machine anew; it serves nobody while it boots.</summary>
    /// <exception cref="ProviderException">The hypervisor would refuse it.</exception>
    public FleetOperation Reset(ResetVirtualMachine action)
    {
        int index = MachineIndex(action.VirtualMachine);
        var machine = _machines[index];
        RefuseBusy(machine);
        RefuseUnlessRunning(machine);
        Bring(Now);
        int host = machine.Host;
        Unseat(index, PowerState.Off, "Reset.");
        UpdateAll();

        return machine.Operation = Begin(action, index, host, TimeOf(index, "boot", _physics.MachineBoot));
    }

    // One that was suspended before the run began is on its host's list of machines from now on.
    private void Seat(int index)
    {
        var residents = _hosts[_machines[index].Host].Residents;
        if (!residents.Contains(index))
        {
            residents.Add(index);
        }
    }

    private static void RefuseUnlessRunning(MachineSlot machine)
    {
        if (!machine.IsRunning)
        {
            throw Refuse($"'{machine.View.Id}' does not run, it is {machine.View.State}.");
        }
    }
}
