using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>What is asked of new machines: a host with room for them, and a group below its ceiling (S29).</summary>
internal sealed partial class CheckedPlan
{
    private readonly Dictionary<VmGroupId, HashSet<VirtualMachineId>> _objects = [];

    private (string Rule, string Reason)? Create(int at, CreateVirtualMachine create)
    {
        if (_machines.ContainsKey(create.VirtualMachine) || _of.ContainsKey(create.VirtualMachine))
        {
            return ("S18", $"'{create.VirtualMachine}' exists already.");
        }

        if (Unknown(create.On) is { } unknown)
        {
            return unknown;
        }

        if (!_hosts[create.On].CanReceive || _off.Contains(create.On) || _closed.Contains(create.On))
        {
            return ("S4", $"Host '{create.On}' receives nothing.");
        }

        if ((CheckCompany(at, create.VirtualMachine, create.On) ?? CheckCeiling(create)) is { } broken)
        {
            return broken;
        }

        var here = Appear(create.VirtualMachine, create.On, MemoryOf(create), at);
        if (CheckMemory(_hosts[create.On], at) is { } full)
        {
            Vanish(here);
            return full;
        }

        CountObject(create);

        return null;
    }

    // Objects count in any state: failed, leaving or on their way; of all the creations of one plan none may go beyond.
    private (string Rule, string Reason)? CheckCeiling(CreateVirtualMachine create) =>
        GroupBounds.WhyNotCreate(create, ObjectsOf, _policy) is { } reason ? ("S29", reason) : null;

    private void CountObject(CreateVirtualMachine create)
    {
        if (create.Group is { } id)
        {
            ObjectsOf(id).Add(create.VirtualMachine);
        }
    }

    private HashSet<VirtualMachineId> ObjectsOf(VmGroupId id)
    {
        if (!_objects.TryGetValue(id, out var objects))
        {
            _objects[id] = objects = GroupBounds.ObjectsOf(id, _fleet);
        }

        return objects;
    }

    // Booting what this plan has created for certain takes no more room than creating it did.
    private bool IsCreated(int at, PowerOnVirtualMachine start) => _order.Before(at).Any(earlier =>
        _actions[earlier].Action is CreateVirtualMachine create && create.VirtualMachine == start.VirtualMachine &&
        create.On == start.On);

    private (string Rule, string Reason)? KnownBefore(int at)
    {
        var target = _actions[at].Action.Target;

        return _machines.ContainsKey(new(target.Value)) || _order.Before(at).Any(earlier => _actions[earlier].Action.Target == target)
            ? null
            : ("S18", $"'{target.Value}' is not in the snapshot.");
    }

    private long MemoryOf(CreateVirtualMachine create) => NewMachine.MemoryOf(create, _policy);
}
