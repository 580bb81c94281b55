using Vireo.Fleet;

namespace Vireo.Safety;

/// <summary>Bounds over all objects of a group, whatever their state: created, failed or going (S29). Shares no
/// arithmetic with the planner.</summary>
internal static class GroupBounds
{
    /// <summary>Why a replica may not be created; null when it may.</summary>
    public static string? CheckCreate(CreateVirtualMachine create, FleetSnapshot fleet, Policy policy)
    {
        if ((create.Specification ?? policy.TemplateOf(create.Template)) is { } known &&
            MissingMemory(create, known, fleet, policy) is > 0 and var missing)
        {
            return $"Host '{create.On}' is {new MemoryBytes(missing).ToText()} of memory short for '{create.VirtualMachine}'.";
        }

        if (create.Group is not { } id || policy.Groups.FirstOrDefault(group => group.Id == id) is not { } bounds)
        {
            return null;
        }

        var objects = fleet.VirtualMachines.Where(machine => machine.Group == id).Select(machine => machine.Id).ToHashSet();
        objects.UnionWith(fleet.InFlight.Select(action => action.Action).OfType<CreateVirtualMachine>()
            .Where(other => other.Group == id).Select(other => other.VirtualMachine));
        objects.Remove(create.VirtualMachine);

        return objects.Count >= bounds.Maximum
            ? $"Group '{id}' has {objects.Count} objects in any state and its ceiling is {bounds.Maximum}."
            : null;
    }

    /// <summary>Why a replica may not be stopped; null when it may.</summary>
    public static string? CheckStop(VirtualMachine guest, FleetSnapshot fleet, Policy policy)
    {
        if (!guest.IsServing || guest.Group is not { } id || policy.Groups.FirstOrDefault(group => group.Id == id) is not { } bounds)
        {
            return null;
        }

        var stopping = fleet.InFlight.Select(action => action.Action).OfType<PowerOffVirtualMachine>()
            .Select(stop => stop.VirtualMachine).ToHashSet();
        int others = fleet.VirtualMachines.Count(machine => machine.Group == id && machine.IsServing &&
            machine.Id != guest.Id && !stopping.Contains(machine.Id));

        return others < bounds.Minimum
            ? $"Without '{guest.Id}' group '{id}' would serve with {others} and keeps {bounds.Minimum}."
            : null;
    }

    private static long MissingMemory(
        CreateVirtualMachine create, VmTemplate template, FleetSnapshot fleet, Policy policy)
    {
        long used = template.Memory.Value;
        foreach (var machine in fleet.VirtualMachines)
        {
            bool isThere = machine.Host == create.On && machine.State is not (PowerState.Off or PowerState.Failed);
            bool isComing = fleet.InFlight.Any(action => action.Action switch
            {
                Migration move => move.VirtualMachine == machine.Id && move.To == create.On,
                PowerOnVirtualMachine start => start.VirtualMachine == machine.Id && start.On == create.On,
                _ => false,
            });
            used += (isThere || isComing) && machine.Id != create.VirtualMachine ? machine.Memory.Value : 0;
        }

        var host = fleet.Hosts.FirstOrDefault(host => host.Id == create.On);

        return used - (long)((host?.MemoryCapacity.Value ?? 0) * policy.MemoryOvercommit);
    }
}
