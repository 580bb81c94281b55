using Vireo.Fleet;

namespace Vireo.Simulation;

internal sealed partial class SimulatedFleet
{
    // What a hypervisor accepts, not what is wise: beyond it the host could only swap.
    private const double MemoryOvercommitLimit = 2;

    /// <summary>Starts a machine that is off or was lost with its host.</summary>
    /// <exception cref="ProviderException">The hypervisor would refuse it.</exception>
    public FleetOperation StartMachine(PowerOnVirtualMachine action)
    {
        int index = MachineIndex(action.VirtualMachine);
        var machine = _machines[index];
        if (machine.View.State is not (PowerState.Off or PowerState.Failed or PowerState.Suspended)
            || machine.Operation is not null)
        {
            throw Refuse(
                $"'{action.VirtualMachine}' is {machine.View.State} on '{machine.View.Host}'; a second copy would " +
                "corrupt its disks.");
        }

        int target = HostIndex(action.On);
        RefuseUnreceptive(target, machine.View.Memory);
        RefuseUnlicensed();

        return machine.Operation = Begin(action, index, target, TimeOf(index, "boot", _physics.MachineBoot));
    }

    /// <summary>Stops a running machine.</summary>
    /// <exception cref="ProviderException">The hypervisor would refuse it.</exception>
    public FleetOperation StopMachine(PowerOffVirtualMachine action)
    {
        int index = MachineIndex(action.VirtualMachine);
        RefuseBusy(_machines[index]);
        if (_machines[index].View.State != PowerState.Suspended)
        {
            RefuseUnlessRunning(_machines[index]);
        }

        Bring(Now);

        // What leaked is free after a fresh start.
        _machines[index].IsLeakOver |= _machines[index].Leaked > 0;
        Unseat(index, PowerState.Off, "Stopped.");
        UpdateAll();

        return Done(action, index, "Stopped.");
    }

    /// <summary>Changes cores and memory at once; the guest takes it live.</summary>
    /// <exception cref="ProviderException">The hypervisor would refuse it.</exception>
    public FleetOperation Resize(ResizeVirtualMachine action)
    {
        int index = MachineIndex(action.VirtualMachine);
        var machine = _machines[index];
        RefuseBusy(machine);
        if (action.Cores <= 0 || action.Memory.Value <= 0)
        {
            throw Refuse($"'{action.VirtualMachine}' cannot have {action.Cores} cores and {action.Memory.Value} bytes.");
        }

        Bring(Now);
        if (action.Restarts && machine.IsRunning)
        {
            int host = machine.Host;
            Unseat(index, PowerState.Off, "Stopped to change its size.");
            UpdateAll();

            return machine.Operation = Begin(action, index, host, _physics.MachineBoot);
        }

        TakeSize(machine, action);
        UpdateAll();

        return Done(action, index, "Resized.");
    }

    private void TakeSize(MachineSlot machine, ResizeVirtualMachine action)
    {
        double perCore = machine.View.CpuCapacity.Value / Math.Max(machine.View.Cores, 1);
        var view = machine.View with
        {
            Cores = action.Cores,
            CpuCapacity = new CpuMhz(perCore * action.Cores),
            Memory = action.Memory,
        };
        Show(machine, view, FleetEventKind.Reconfigured, $"Now {action.Cores} cores and {action.Memory.Value} bytes.");
    }

    /// <summary>Creates and starts a machine.</summary>
    /// <exception cref="ProviderException">The hypervisor would refuse it.</exception>
    public FleetOperation CreateMachine(CreateVirtualMachine action)
    {
        var specification = action.Specification;
        string image = specification?.ImageName ?? action.Template.Value;
        if (!_templates.TryGetValue(new VmTemplateId(image), out var template))
        {
            throw Refuse($"There is no image '{image}'; there are {string.Join(", ", _templates.Keys.Order())}.");
        }

        if (_machineIndex.ContainsKey(action.VirtualMachine))
        {
            throw Refuse($"There is, or was, a virtual machine '{action.VirtualMachine}' already.");
        }

        int target = HostIndex(action.On);
        int cores = specification?.Cores ?? template.Cores;
        var memory = specification?.Memory ?? template.Memory;
        RefuseUnreceptive(target, memory);
        RefuseUnlicensed();
        var host = _hosts[target].View;
        var view = new VirtualMachine(
            action.VirtualMachine, action.VirtualMachine.Value, Scenario.Provider, host.Cluster, host.Id,
            PowerState.Creating, cores, CapacityOf(template, cores), memory, Mobility.Free,
            action.Group, action.Pool)
        {
            Template = action.Template,
            TemplateVersion = specification?.Version,
            Deployment = action.Deployment,
            Guest = specification is { IsPrepared: true } ? GuestState.Starting : GuestState.Unknown,
        };
        int index = _machines.Count;
        _machines.Add(new MachineSlot(view, template.WorkloadRow)
        {
            Host = target,
            IsReplica = action.Group is not null,
            Specification = specification,
        });
        if (action.Group is { } group)
        {
            _replicated.Add(group);
        }

        _machineIndex.Add(action.VirtualMachine, index);
        _meter.AddMachine();
        _sampler.AddMachine(index);
        InventoryVersion++;
        Tell(FleetEventKind.Appeared, EntityId.Of(view.Id), $"Is being created on {host.Id} from {action.Template}.");
        var takes = action.StaysOff
            ? TimeOf(index, "create", _physics.MachineClone)
            : TimeOf(index, "create", TimeOf(index, "boot", _physics.MachineBoot));

        return _machines[index].Operation = Begin(action, index, target, takes);
    }

    /// <summary>Deletes a machine that rests.</summary>
    /// <exception cref="ProviderException">The hypervisor would refuse it.</exception>
    public FleetOperation DeleteMachine(DeleteVirtualMachine action)
    {
        int index = MachineIndex(action.VirtualMachine);
        RefuseBusy(_machines[index]);
        if (HasFault(FaultKind.TemplateFails, index, "/delete"))
        {
            return Failed(action, index, "The storage does not let go of its disks.");
        }

        Bring(Now);
        Vanish(index, "was deleted");
        UpdateAll();

        return Done(action, index, "Deleted.");
    }

    private void EndMachineStart(FleetOperation operation)
    {
        var machine = _machines[operation.Subject];
        var host = _hosts[operation.Target].View;
        machine.Operation = null;
        if (!host.CanReceive)
        {
            operation.Fail($"Host '{host.Id}' is {host.State}.");
            Show(
                machine, machine.View with { State = PowerState.Failed }, FleetEventKind.Failed,
                $"Did not start: {operation.Detail}");

            return;
        }

        if (operation.Action is ResizeVirtualMachine resize)
        {
            TakeSize(machine, resize);
        }

        if (machine.View.State == PowerState.Suspended)
        {
            _hosts[machine.Host].Residents.Remove(operation.Subject);
        }

        machine.Host = operation.Target;
        _hosts[operation.Target].Residents.Add(operation.Subject);
        Show(
            machine, machine.View with { State = PowerState.On, Host = host.Id }, FleetEventKind.StateChanged,
            $"Started on {host.Id}.");
        operation.Succeed($"Started on {host.Id}.");
    }

    /// <summary>Removes a machine for good, whatever it is doing.</summary>
    private void Vanish(int index, string how)
    {
        var machine = _machines[index];
        CancelOperation(machine, $"'{machine.View.Id}' {how}.");
        if (machine.Host >= 0)
        {
            _hosts[machine.Host].Residents.Remove(index);
        }

        machine.IsGone = true;
        machine.RequestedMhz = machine.GrantedMhz = 0;
        _meter.EndMachine(index, Now);
        InventoryVersion++;
        Tell(FleetEventKind.Vanished, EntityId.Of(machine.View.Id), $"'{machine.View.Name}' {how}.");
    }

    /// <summary>Takes a machine off its host; it keeps its name for where it last ran.</summary>
    private void Unseat(int index, PowerState state, string why)
    {
        var machine = _machines[index];
        CancelOperation(machine, why);
        _hosts[machine.Host].Residents.Remove(index);
        machine.RequestedMhz = machine.GrantedMhz = 0;
        Array.Clear(machine.Totals);
        _meter.EndMachine(index, Now);
        Show(
            machine, machine.View with { State = state },
            state == PowerState.Failed ? FleetEventKind.Failed : FleetEventKind.StateChanged, why);
    }

    private void CancelOperation(MachineSlot machine, string why)
    {
        if (machine.Operation is not { IsRunning: true } operation)
        {
            return;
        }

        if (operation.Action is Migration)
        {
            AbandonMigration(operation, why);
        }
        else
        {
            operation.Fail(why);
            machine.Operation = null;
        }
    }

    private void RefuseUnlicensed()
    {
        if (_impairments.IsUnlicensed(Now))
        {
            throw Refuse("The hypervisor's licence has expired; nothing is started until it is renewed.");
        }
    }

    private static void RefuseBusy(MachineSlot machine)
    {
        if (machine.Operation is not null)
        {
            throw Refuse($"'{machine.View.Id}' is busy with another operation.");
        }
    }
}
