using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Model;

/// <summary>Actions whose end is not known yet: what they concern is held, wherever they may end.</summary>
internal sealed partial class FleetModel
{
    /// <summary>Hosts that an action under way concerns.</summary>
    public HashSet<int> BusyHosts { get; } = [];

    /// <summary>Machines that an action under way concerns.</summary>
    public HashSet<int> BusyMachines { get; } = [];

    /// <summary>Hosts that read as on and are being switched off: nothing may rely on them.</summary>
    public HashSet<int> GoingDown { get; } = [];

    /// <summary>Whether a host is on, open and stays so while what is under way ends.</summary>
    public bool CanReceive(int host) => Fleet.Hosts[host].CanReceive && !GoingDown.Contains(host);

    /// <summary>Whether a host runs machines, and goes on doing so.</summary>
    public bool IsOn(int host) => Fleet.Hosts[host].State == HostState.On && !GoingDown.Contains(host);

    private void ReserveWhatIsUnderWay()
    {
        foreach (var underWay in Fleet.InFlight)
        {
            MarkBusy(underWay.Action.Target);
            switch (underWay.Action)
            {
                case Migration move:
                    MarkBusy(EntityId.Of(move.From));
                    Expect(move.VirtualMachine, move.To);
                    Reserve(move.VirtualMachine, move.From);
                    break;
                case PowerOnVirtualMachine start:
                    Expect(start.VirtualMachine, start.On);
                    break;
                case CreateVirtualMachine create:
                    Expect(create.VirtualMachine, create.On);
                    ReserveForCreation(create);
                    break;
                case ResizeVirtualMachine resize:
                    ReserveGrowth(resize);
                    break;
                case PowerOffHost off when HostIndex.TryGetValue(off.Host, out int host):
                    GoingDown.Add(host);
                    break;
                default:
                    break;
            }
        }
    }

    private void Expect(VirtualMachineId id, HostId on)
    {
        MarkBusy(EntityId.Of(on));
        if (MachineIndex.TryGetValue(id, out int machine) && HostIndex.TryGetValue(on, out int host) && HostOf[machine] < 0)
        {
            Settle(machine, host);
        }

        Reserve(id, on);
    }

    private void Reserve(VirtualMachineId id, HostId on)
    {
        if (MachineIndex.TryGetValue(id, out int machine) && HostIndex.TryGetValue(on, out int host) &&
            !_reservedFor[host].Contains(machine))
        {
            Hold(machine, host);
        }
    }

    // What the inventory does not show yet takes what its template says.
    private void ReserveForCreation(CreateVirtualMachine create)
    {
        if (!MachineIndex.ContainsKey(create.VirtualMachine) && HostIndex.TryGetValue(create.On, out int host))
        {
            _reservedMemory[host] +=
                Policy.Templates.FirstOrDefault(template => template.Id == create.Template)?.Memory.Value ?? 0;
        }
    }

    private void ReserveGrowth(ResizeVirtualMachine resize)
    {
        if (MachineIndex.TryGetValue(resize.VirtualMachine, out int machine) && HostOf[machine] >= 0)
        {
            _reservedMemory[HostOf[machine]] += Math.Max(0, resize.Memory.Value - Memory(machine));
        }
    }

    private void MarkBusy(EntityId target)
    {
        if (target.Kind == EntityKind.VirtualMachine && MachineIndex.TryGetValue(new(target.Value), out int machine))
        {
            BusyMachines.Add(machine);
        }
        else if (target.Kind == EntityKind.Host && HostIndex.TryGetValue(new(target.Value), out int host))
        {
            BusyHosts.Add(host);
        }
    }
}
