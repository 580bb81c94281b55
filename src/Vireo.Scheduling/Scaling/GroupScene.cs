using Vireo.Fleet;

namespace Vireo.Scheduling.Scaling;

/// <summary>Whose machines and actions are whose, looked up once for all groups.</summary>
internal sealed class GroupScene
{
    private readonly HashSet<EntityId> _busy;
    private readonly HashSet<EntityId> _leaving;

    /// <summary>Indexes the snapshot.</summary>
    public GroupScene(FleetSnapshot fleet)
    {
        Fleet = fleet;
        Members = fleet.VirtualMachines.Where(machine => machine.Group is not null).ToLookup(machine => machine.Group!.Value);
        Coming = fleet.InFlight.Select(action => action.Action).OfType<CreateVirtualMachine>()
            .Where(create => create.Group is not null).ToLookup(create => create.Group!.Value, create => create.VirtualMachine);
        _busy = [.. fleet.InFlight.Select(action => action.Action.Target)];
        _leaving =
        [
            .. fleet.InFlight.Where(action => action.Action is PowerOffVirtualMachine or DeleteVirtualMachine)
                .Select(action => action.Action.Target),
            .. fleet.InFlight.Select(action => action.Action).OfType<LeaveBackendPool>()
                .Select(leave => EntityId.Of(leave.VirtualMachine)),
        ];
    }

    /// <summary>The picture.</summary>
    public FleetSnapshot Fleet { get; }

    /// <summary>Machines by group, in order of identifier.</summary>
    public ILookup<VmGroupId, VirtualMachine> Members { get; }

    /// <summary>Machines that are being created, by group.</summary>
    public ILookup<VmGroupId, VirtualMachineId> Coming { get; }

    /// <summary>Whether an action on a machine is under way.</summary>
    public bool IsBusy(VirtualMachineId machine) => _busy.Contains(EntityId.Of(machine));

    /// <summary>Whether a machine is leaving its load balancer, or is being stopped or deleted.</summary>
    public bool IsLeaving(VirtualMachineId machine) => _leaving.Contains(EntityId.Of(machine));
}
