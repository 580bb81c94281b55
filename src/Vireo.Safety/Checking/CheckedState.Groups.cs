using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <content>Replicas that a plan creates.</content>
internal sealed partial class CheckedState
{
    private readonly Dictionary<VmGroupId, HashSet<VirtualMachineId>> _objects = [];

    // Of all the creations of one plan, none may take the group beyond its ceiling (S29).
    private (string Rule, string Reason)? Create(CreateVirtualMachine create)
    {
        if (!_hosts.TryGetValue(create.On, out var host) || !host.CanReceive || _off.Contains(create.On))
        {
            return ("S4", $"Host '{create.On}' receives nothing.");
        }

        _busy.Add(create.On);
        if (create.Group is not { } id || _policy.Groups.FirstOrDefault(group => group.Id == id) is not { } bounds)
        {
            return null;
        }

        if (!_objects.TryGetValue(id, out var objects))
        {
            _objects[id] = objects =
            [
                .. _fleet.VirtualMachines.Where(machine => machine.Group == id).Select(machine => machine.Id),
                .. _fleet.InFlight.Select(action => action.Action).OfType<CreateVirtualMachine>()
                    .Where(other => other.Group == id).Select(other => other.VirtualMachine),
            ];
        }

        objects.Add(create.VirtualMachine);

        return objects.Count > bounds.Maximum
            ? ("S29", $"Group '{id}' would have {objects.Count} objects in any state and its ceiling is {bounds.Maximum}.")
            : null;
    }
}
