using Vireo.Fleet;

namespace Vireo.Safety.Tests.Fuzzing;

/// <summary>Where every machine is, or may be, in one state of a plan.</summary>
internal sealed class OraclePlaces(Policy policy)
{
    private readonly Dictionary<VirtualMachineId, HashSet<HostId>> _places = [];

    /// <summary>Machines that are, or may be, somewhere.</summary>
    public IEnumerable<VirtualMachineId> Machines => _places.Keys;

    /// <summary>Memory of machines in this state; of one that is resized, the larger size.</summary>
    public Dictionary<VirtualMachineId, long> Memory { get; } = [];

    /// <summary>The hosts of a machine.</summary>
    public HashSet<HostId> Of(VirtualMachineId machine) => _places.GetValueOrDefault(machine) ?? [];

    /// <summary>The state in which each action has the status given: 1 running, 2 done, otherwise without
    /// effect.</summary>
    public static OraclePlaces At(FuzzCase given, byte[] status)
    {
        var places = new OraclePlaces(given.Policy);
        foreach (var machine in given.Fleet.VirtualMachines)
        {
            places.Memory[machine.Id] = machine.Memory.Value;
            if (machine.Host is { } host && machine.State is not (PowerState.Off or PowerState.Failed) &&
                given.Fleet.Hosts.Any(one => one.Id == host))
            {
                places.Add(machine.Id, host);
            }
        }

        foreach (var underWay in given.Fleet.InFlight)
        {
            places.Begin(underWay.Action);
            if (underWay.Action is Migration move)
            {
                places.Add(move.VirtualMachine, move.From);
            }
        }

        for (int i = 0; i < status.Length; i++)
        {
            if (status[i] is 1 or 2)
            {
                places.Begin(given.Actions[i].Action);
            }

            if (status[i] == 2)
            {
                places.End(given.Actions[i].Action);
            }
        }

        return places;
    }

    private void Begin(FleetAction action)
    {
        switch (action)
        {
            case Migration move:
                Add(move.VirtualMachine, move.To);
                break;
            case PowerOnVirtualMachine start:
                Add(start.VirtualMachine, start.On);
                break;
            case CreateVirtualMachine create:
                Add(create.VirtualMachine, create.On);
                Memory.TryAdd(
                    create.VirtualMachine,
                    policy.Templates.Where(template => template.Id == create.Template).Sum(template => template.Memory.Value));
                break;
            case ResizeVirtualMachine resize when Memory.TryGetValue(resize.VirtualMachine, out long memory):
                Memory[resize.VirtualMachine] = Math.Max(memory, resize.Memory.Value);
                break;
        }
    }

    private void End(FleetAction action)
    {
        switch (action)
        {
            case Migration move:
                _places[move.VirtualMachine].Remove(move.From);
                break;
            case PowerOffVirtualMachine stop:
                _places.Remove(stop.VirtualMachine);
                break;
            case DeleteVirtualMachine delete:
                _places.Remove(delete.VirtualMachine);
                break;
        }
    }

    private void Add(VirtualMachineId machine, HostId host)
    {
        if (!_places.TryGetValue(machine, out var hosts))
        {
            _places[machine] = hosts = [];
        }

        hosts.Add(host);
    }
}
