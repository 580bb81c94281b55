using Vireo.Fleet;

namespace Vireo.Safety;

/// <summary>Bounds over all objects of a group, whatever their state: created, failed or going (S29). Asked of whole plans
/// and of each action before it starts; shares no arithmetic with the planner.</summary>
internal static class GroupBounds
{
    /// <summary>Why a replica may not be created; null when it may.</summary>
    /// <param name="create">What would be created.</param>
    /// <param name="objects">The group's objects in any state, those on their way among them.</param>
    /// <param name="policy">What the operator wants.</param>
    public static string? WhyNotCreate(
        CreateVirtualMachine create, Func<VmGroupId, IEnumerable<VirtualMachineId>> objects, Policy policy)
    {
        if (BoundsOf(create.Group, policy) is not { } bounds)
        {
            return null;
        }

        int others = objects(bounds.Id).Count(machine => machine != create.VirtualMachine);

        return others >= bounds.Maximum
            ? $"Group '{bounds.Id}' has {others} objects in any state and its ceiling is {bounds.Maximum}."
            : null;
    }

    /// <summary>Why a replica may not be stopped; null when it may.</summary>
    public static string? WhyNotStop(VirtualMachine guest, FleetSnapshot fleet, Policy policy)
    {
        if (!guest.IsServing || BoundsOf(guest.Group, policy) is not { } bounds)
        {
            return null;
        }

        var stopping = fleet.InFlight.Select(action => action.Action switch
        {
            PowerOffVirtualMachine or SuspendVirtualMachine => new VirtualMachineId(action.Action.Target.Value),
            LeaveBackendPool leave => leave.VirtualMachine,
            _ => (VirtualMachineId?)null,
        }).OfType<VirtualMachineId>().ToHashSet();
        int others = fleet.VirtualMachines.Count(machine => machine.Group == bounds.Id && machine.IsServing &&
            machine.Id != guest.Id && !stopping.Contains(machine.Id));

        return others < bounds.Minimum
            ? $"Without '{guest.Id}' group '{bounds.Id}' would serve with {others} and keeps {bounds.Minimum}."
            : null;
    }

    /// <summary>The group's objects in any state, those on their way among them, each once.</summary>
    public static HashSet<VirtualMachineId> ObjectsOf(VmGroupId group, FleetSnapshot fleet) =>
    [
        .. fleet.VirtualMachines.Where(machine => machine.Group == group).Select(machine => machine.Id),
        .. fleet.InFlight.Select(action => action.Action).OfType<CreateVirtualMachine>()
            .Where(create => create.Group == group).Select(create => create.VirtualMachine),
    ];

    private static VmGroup? BoundsOf(VmGroupId? id, Policy policy) =>
        id is { } known ? policy.Groups.FirstOrDefault(group => group.Id == known) : null;
}
