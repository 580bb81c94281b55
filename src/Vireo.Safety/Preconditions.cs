using Vireo.Fleet;

namespace Vireo.Safety;

/// <summary>What has to be true at the moment an action starts; asked on a fresh picture immediately before
/// (S18).</summary>
public static partial class Preconditions
{
    /// <summary>Checks one action.</summary>
    /// <returns>Why it must not start, in one sentence; null when it may.</returns>
    public static string? Check(PlannedAction action, FleetSnapshot fleet, Policy policy) => action.Action switch
    {
        Migration { StaysOnHost: true } move => CheckOrdered(move, fleet, policy) ?? CheckStorage(move, fleet),
        Migration move => CheckMigration(move, fleet, policy) ?? CheckStorage(move, fleet),
        PowerOnVirtualMachine start => CheckStart(start, fleet, policy),
        PowerOffHost off => CheckPowerOff(off, fleet, policy),
        PowerOnHost on => CheckPowerOn(on, fleet),
        FenceHost fence => CheckFence(fence, fleet, policy),
        PowerOffVirtualMachine stop => Find(fleet, stop.VirtualMachine) is not { } guest
            ? Missing(stop.Target)
            : GroupBounds.WhyNotStop(guest, fleet, policy),
        ResizeVirtualMachine resize => CheckResize(resize, fleet, policy),
        DeleteVirtualMachine delete => CheckDelete(delete, fleet, policy),
        SuspendVirtualMachine or ResumeVirtualMachine or ResetVirtualMachine or TakeSnapshot or RevertToSnapshot or DeleteSnapshot =>
            CheckOrdered(action.Action, fleet, policy),
        CreateVirtualMachine create => CheckCreate(create, fleet, policy),
        ConfigureVirtualMachine configure => CheckRuns(configure.VirtualMachine, fleet),
        CheckVirtualMachine check => CheckRuns(check.VirtualMachine, fleet),
        JoinBackendPool join => CheckJoin(join, fleet),
        LeaveBackendPool { AtOnce: false } leave => Find(fleet, leave.VirtualMachine) is { } guest
            ? GroupBounds.WhyNotStop(guest, fleet, policy)
            : null,
        LeaveBackendPool leave => Find(fleet, leave.VirtualMachine) is { IsServing: true }
            ? $"'{leave.VirtualMachine}' serves again."
            : null,
        EnterMaintenance enter => CheckEnter(enter, fleet),
        SetPoolTerms set => CheckPool(set.Setting, fleet),
        ChangeNetwork change => NetworkReview.WhyNot(change, fleet.Network, policy),
        ExitMaintenance exit => Find(fleet, exit.Host) is null ? Missing(exit.Target)
            : policy.Maintenance.Contains(exit.Host) ? $"People still work on host '{exit.Host}', as policy says."
            : null,
        _ => $"'{action.Action.GetType().Name}' is not known to the guard rails.",
    };

    private static string? CheckOrdered(FleetAction action, FleetSnapshot fleet, Policy policy) =>
        Find(fleet, new VirtualMachineId(action.Target.Value)) is not { } guest ? Missing(action.Target)
        : policy.Pinned.Contains(guest.Id) ? $"'{guest.Id}' is pinned by policy."
        : Ordered.WhyNot(action, guest, guest.Host is { } host ? Find(fleet, host) : null) ??
            (action is SuspendVirtualMachine ? GroupBounds.WhyNotStop(guest, fleet, policy) : null);

    private static string? CheckCreate(CreateVirtualMachine create, FleetSnapshot fleet, Policy policy) =>
        Find(fleet, create.VirtualMachine) is not null
            ? $"'{create.VirtualMachine}' exists already."
            : CheckReceives(create.On, fleet) ??
              CheckMemory(create.VirtualMachine, NewMachine.MemoryOf(create, policy), create.On, fleet, policy) ??
              GroupBounds.WhyNotCreate(create, group => GroupBounds.ObjectsOf(group, fleet), policy);

    private static string? CheckResize(ResizeVirtualMachine resize, FleetSnapshot fleet, Policy policy)
    {
        if (Find(fleet, resize.VirtualMachine) is not { } guest)
        {
            return Missing(resize.Target);
        }

        if (resize.From is { } from && (from.Cores != guest.Cores || from.Memory != guest.Memory))
        {
            return $"'{guest.Id}' has {guest.Cores} cores and {guest.Memory.ToText()}, not {from.Cores} and " +
                $"{from.Memory.ToText()} as planned.";
        }

        return policy.Pinned.Contains(guest.Id) ? $"'{guest.Id}' is pinned by policy."
            : guest.State == PowerState.On && !resize.Restarts && !guest.CanResizeLive(resize.Cores, resize.Memory)
                ? $"'{guest.Id}' cannot change to that size while it runs."
            : guest.Host is { } host && Occupies(guest)
                ? CheckMemory(guest.Id, resize.Memory.Value, host, fleet, policy)
            : null;
    }

    private static string? CheckJoin(JoinBackendPool join, FleetSnapshot fleet) => Find(fleet, join.VirtualMachine) switch
    {
        null => Missing(EntityId.Of(join.VirtualMachine)),
        { IsServing: false } guest => $"'{guest.Id}' is {guest.State} and its guest {guest.Guest}; only one that serves joins.",
        _ => null,
    };

    private static string? CheckRuns(VirtualMachineId id, FleetSnapshot fleet) => Find(fleet, id) switch
    {
        null => Missing(EntityId.Of(id)),
        { State: not PowerState.On } guest => $"'{id}' is {guest.State}; only a guest that runs is configured and checked.",
        _ => null,
    };

    // What cannot be undone is done to nothing that runs, and never takes a group below its minimum.
    private static string? CheckDelete(DeleteVirtualMachine delete, FleetSnapshot fleet, Policy policy)
    {
        if (Find(fleet, delete.VirtualMachine) is not { } guest)
        {
            return Missing(delete.Target);
        }

        return guest.State is PowerState.On or PowerState.Suspended
            ? $"'{guest.Id}' is {guest.State}; it has to be stopped before it is deleted."
            : policy.Pinned.Contains(guest.Id) ? $"'{guest.Id}' is pinned by policy."
            : null;
    }

    private static string? CheckMigration(Migration move, FleetSnapshot fleet, Policy policy)
    {
        if (Find(fleet, move.VirtualMachine) is not { } guest)
        {
            return Missing(move.Target);
        }

        return guest.Host != move.From
            ? $"'{guest.Id}' is on '{guest.Host}', not on '{move.From}' as planned."
            : guest.State != PowerState.On ? $"'{guest.Id}' is {guest.State} and moves only while it runs."
            : guest.Mobility.WhyNot(move) is { } fixedBy ? $"'{guest.Id}' cannot move: {fixedBy}."
            : !guest.Devices.IsEmpty ? $"'{guest.Id}' is given devices of its host ({guest.Devices}) and cannot move."
            : policy.Pinned.Contains(guest.Id) ? $"'{guest.Id}' is pinned by policy."
            : CheckReceives(move.To, fleet) ?? CheckCpu(guest, move.To, fleet) ?? CheckRules(guest, move.To, fleet, policy) ??
              CheckBandwidth(guest, move.To, fleet) ??
              CheckMemory(guest.Id, guest.Memory.Value, move.To, fleet, policy);
    }

    private static string? CheckStart(PowerOnVirtualMachine start, FleetSnapshot fleet, Policy policy)
    {
        if (Find(fleet, start.VirtualMachine) is not { } guest)
        {
            return Missing(start.Target);
        }

        var lastHost = guest.Host is { } old ? Find(fleet, old) : null;
        if (Restarting.WhyNot(guest, lastHost) is { } alive)
        {
            return alive;
        }

        return CheckReceives(start.On, fleet) ?? CheckRules(guest, start.On, fleet, policy) ?? CheckDevices(guest, start.On, fleet) ??
            CheckBandwidth(guest, start.On, fleet) ??
            CheckMemory(guest.Id, guest.Memory.Value, start.On, fleet, policy);
    }

    private static bool Occupies(VirtualMachine machine) => machine.State is not (PowerState.Off or PowerState.Failed);

    private static (VirtualMachineId Machine, HostId To)? Arriving(FleetAction action) => action switch
    {
        Migration move => (move.VirtualMachine, move.To),
        PowerOnVirtualMachine start => (start.VirtualMachine, start.On),
        CreateVirtualMachine create => (create.VirtualMachine, create.On),
        _ => null,
    };

    private static Host? Find(FleetSnapshot fleet, HostId id)
    {
        int at = fleet.Hosts.BinarySearch(id, host => host.Id);

        return at >= 0 ? fleet.Hosts[at] : null;
    }

    private static VirtualMachine? Find(FleetSnapshot fleet, VirtualMachineId id)
    {
        int at = fleet.VirtualMachines.BinarySearch(id, machine => machine.Id);

        return at >= 0 ? fleet.VirtualMachines[at] : null;
    }

    private static string Missing(EntityId target) => $"{target} is not in the inventory any more.";
}
