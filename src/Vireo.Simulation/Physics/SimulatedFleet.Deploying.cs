using Vireo.Fleet;

namespace Vireo.Simulation;

/// <content>Machines on their way from a template to a guest that serves, and templates that fail on it.</content>
internal sealed partial class SimulatedFleet
{
    private const double SlowTemplate = 4;

    private readonly List<(ScheduledFault Fault, double Until)> _templateFaults = [];

    /// <summary>Lets a guest take its user data.</summary>
    /// <exception cref="ProviderException">The hypervisor would refuse it.</exception>
    public FleetOperation Configure(ConfigureVirtualMachine action) =>
        Prepare(action, action.VirtualMachine, "configure", _physics.MachineConfigure);

    /// <summary>Waits until a guest serves.</summary>
    /// <exception cref="ProviderException">The hypervisor would refuse it.</exception>
    public FleetOperation Check(CheckVirtualMachine action) =>
        Prepare(action, action.VirtualMachine, "check", _physics.MachineCheck);

    private FleetOperation Prepare(FleetAction action, VirtualMachineId id, string step, TimeSpan takes)
    {
        int index = MachineIndex(id);
        var machine = _machines[index];
        RefuseBusy(machine);
        if (!machine.IsRunning)
        {
            throw Refuse($"'{id}' does not run, it is {machine.View.State}.");
        }

        return machine.Operation = Begin(action, index, machine.Host, TimeOf(index, step, takes));
    }

    private void EndClone(FleetOperation operation)
    {
        var machine = _machines[operation.Subject];
        machine.Operation = null;
        Show(
            machine, machine.View with { State = PowerState.Off }, FleetEventKind.StateChanged,
            $"Its disks are made on {machine.View.Host}.");
        operation.Succeed("Created, off.");
    }

    private void EndPreparation(FleetOperation operation)
    {
        var machine = _machines[operation.Subject];
        machine.Operation = null;
        bool isChecked = operation.Action is CheckVirtualMachine || machine.Specification?.Health is null;
        var guest = isChecked ? GuestState.Healthy : GuestState.Configured;
        string detail = operation.Action is CheckVirtualMachine ? "Its health check passes." : "cloud-init has ended.";
        Show(machine, machine.View with { Guest = guest }, FleetEventKind.StateChanged, detail);
        operation.Succeed(detail);
    }

    // What a step leaves behind when it fails: a machine without use, or a guest that does not serve.
    private void GiveUp(FleetOperation operation, string why)
    {
        var machine = _machines[operation.Subject];
        operation.Fail(why);
        machine.Operation = null;
        if (operation.Action is ConfigureVirtualMachine or CheckVirtualMachine)
        {
            Show(machine, machine.View with { Guest = GuestState.Unhealthy }, FleetEventKind.Failed, why);
        }
        else
        {
            Show(machine, machine.View with { State = PowerState.Failed }, FleetEventKind.Failed, why);
        }
    }

    private TimeSpan TimeOf(int machine, string step, TimeSpan usual) =>
        HasFault(FaultKind.TemplateHangs, machine, $"/{step}") ? Timeout.InfiniteTimeSpan : usual;

    private string? FaultAt(FleetOperation operation)
    {
        // What is created to run has booted when it is there.
        ReadOnlySpan<string> steps = operation.Action switch
        {
            CreateVirtualMachine { StaysOff: true } => ["create"],
            CreateVirtualMachine => ["create", "boot"],
            PowerOnVirtualMachine => ["boot"],
            ConfigureVirtualMachine => ["configure"],
            CheckVirtualMachine => ["check"],
            _ => [],
        };
        foreach (string step in steps)
        {
            if (HasFault(FaultKind.TemplateFails, operation.Subject, $"/{step}"))
            {
                return $"The step '{step}' failed in the guest.";
            }
        }

        return null;
    }

    /// <summary>By how much a machine answers later than its processors make it.</summary>
    public double SlownessOf(MachineSlot machine) =>
        _templateFaults.Count > 0 && HasFault(FaultKind.TemplateSlow, machine.View, "") ? SlowTemplate : 1;

    private bool HasFault(FaultKind kind, int machine, string step) => HasFault(kind, _machines[machine].View, step);

    private bool HasFault(FaultKind kind, VirtualMachine view, string step) =>
        _templateFaults.Exists(known => known.Fault.Kind == kind && Now < known.Until &&
            (known.Fault.Target == $"{view.Template}{step}" ||
                known.Fault.Target == $"{view.Template}@{view.TemplateVersion}{step}"));
}
