using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>A fleet after an action that succeeded. Doing the same twice changes nothing more.</summary>
internal static class Aftermath
{
    public static FleetSnapshot Of(FleetAction action, LastSight before) => action switch
    {
        CreateVirtualMachine create => Make(create, before),
        DeleteVirtualMachine delete => before.Fleet with
        {
            VirtualMachines = [.. before.Fleet.VirtualMachines.Where(machine => machine.Id != delete.VirtualMachine)],
        },
        PowerOnVirtualMachine start => Change(
            before, start.VirtualMachine, machine => machine with { State = PowerState.On, Host = start.On }),
        PowerOffVirtualMachine stop => Change(before, stop.VirtualMachine, machine => machine with { State = PowerState.Off }),
        SuspendVirtualMachine suspend => Change(
            before, suspend.VirtualMachine, machine => machine with { State = PowerState.Suspended }),
        ResumeVirtualMachine resume => Change(before, resume.VirtualMachine, machine => machine with { State = PowerState.On }),
        TakeSnapshot take => Change(before, take.VirtualMachine, machine => machine with
        {
            Snapshots = machine.Snapshots.With(
                new MachineSnapshot(take.Snapshot, before.Fleet.TakenAt) { HasMemory = machine.State == PowerState.On }),
        }),
        RevertToSnapshot revert => Change(
            before, revert.VirtualMachine, machine => machine with { Snapshots = machine.Snapshots.GoingOnFrom(revert.Snapshot) }),
        DeleteSnapshot delete => Change(
            before, delete.VirtualMachine, machine => machine with { Snapshots = machine.Snapshots.Without(delete.Snapshot) }),
        Migration move => Change(before, move.VirtualMachine, machine => machine with
        {
            Host = move.To,
            Datastore = move.Storage ?? machine.Datastore,
        }),
        ResizeVirtualMachine resize => Change(before, resize.VirtualMachine, machine => Resized(machine, resize)),
        ConfigureVirtualMachine configure => Change(before, configure.VirtualMachine, machine => machine with
        {
            Guest = before.TemplateOf(machine)?.Health is null ? GuestState.Healthy : GuestState.Configured,
        }),
        CheckVirtualMachine check => Change(before, check.VirtualMachine, machine => machine with { Guest = GuestState.Healthy }),
        SetPoolTerms set => before.Fleet with { Pools = Set(set.Setting, before.Fleet.Pools) },
        JoinBackendPool join => Change(before, join.Pool, join.VirtualMachine, new Backend(join.VirtualMachine, BackendState.Serving, null)),
        LeaveBackendPool leave => Change(before, leave.Pool, leave.VirtualMachine, after: null),
        ChangeNetwork change => before.Fleet.Network is { } network
            ? before.Fleet with { Network = network with { State = change.Stage.Of(network.State) } }
            : before.Fleet,
        PowerOnHost on => Change(before, on.Host, host => host with { State = HostState.On }),
        PowerOffHost off => Change(before, off.Host, host => host with { State = HostState.Off }),
        FenceHost fence => Fenced(fence.Host, before),
        EnterMaintenance enter => Change(before, enter.Host, host => Maintained(host, MaintenanceMode.Entered)),
        ExitMaintenance exit => Change(before, exit.Host, host => Maintained(host, MaintenanceMode.Left)),
        _ => before.Fleet,
    };

    private static FleetSnapshot Make(CreateVirtualMachine create, LastSight before)
    {
        if ((create.Specification ?? before.Policy.TemplateOf(create.Template)) is not { } template ||
            before.Fleet.Hosts.FirstOrDefault(host => host.Id == create.On) is not { } on)
        {
            return before.Fleet;
        }

        var made = new VirtualMachine(
            create.VirtualMachine, create.VirtualMachine.Value, on.Provider, on.Cluster, on.Id,
            create.StaysOff ? PowerState.Off : PowerState.On, template.Cores, on.CpuPerCore * template.Cores, template.Memory,
            Mobility.Free, create.Group, create.Pool)
        {
            Template = create.Template,
            TemplateVersion = create.Specification?.Version,
            Deployment = create.Deployment,
            Guest = create.Specification is { IsPrepared: true } ? GuestState.Starting : GuestState.Unknown,
        };

        return before.Fleet with
        {
            VirtualMachines =
            [
                .. before.Fleet.VirtualMachines.Where(machine => machine.Id != made.Id).Append(made).OrderBy(machine => machine.Id),
            ],
        };
    }

    private static FleetSnapshot Fenced(HostId id, LastSight before) =>
        Change(before, id, host => host with { State = HostState.Failed, Silence = null }) with
        {
            VirtualMachines =
            [
                .. before.Fleet.VirtualMachines.Select(machine => machine.Host == id && machine.State is not PowerState.Off
                    ? machine with { State = PowerState.Failed }
                    : machine),
            ],
        };

    private static Host Maintained(Host host, MaintenanceMode mode) => host with
    {
        IsInMaintenance = mode == MaintenanceMode.Entered,
        MaintenanceMode = host.MaintenanceMode == MaintenanceMode.None ? MaintenanceMode.None : mode,
    };

    private static VirtualMachine Resized(VirtualMachine machine, ResizeVirtualMachine to) => machine with
    {
        Cores = to.Cores,
        CpuCapacity = machine.CpuCapacity * ((double)to.Cores / Math.Max(1, machine.Cores)),
        Memory = to.Memory,
    };

    private static ImmutableArray<PoolSetting> Set(PoolSetting setting, ImmutableArray<PoolSetting> pools) =>
        [.. pools.Where(pool => pool.Pool != setting.Pool || pool.Provider != setting.Provider).Append(setting).OrderBy(pool => pool.Pool)];

    private static FleetSnapshot Change(LastSight before, VirtualMachineId id, Func<VirtualMachine, VirtualMachine> change) =>
        before.Fleet with
        {
            VirtualMachines = [.. before.Fleet.VirtualMachines.Select(machine => machine.Id == id ? change(machine) : machine)],
        };

    private static FleetSnapshot Change(LastSight before, ProviderId id, VirtualMachineId machine, Backend? after) => before.Fleet with
    {
        BackendPools =
        [
            .. before.Fleet.BackendPools.Select(pool => pool.Id != id ? pool : pool with
            {
                Backends =
                [
                    .. pool.Backends.Where(one => one.VirtualMachine != machine).Concat(after is null ? [] : [after])
                        .OrderBy(one => one.VirtualMachine),
                ],
            }),
        ],
    };

    private static FleetSnapshot Change(LastSight before, HostId id, Func<Host, Host> change) =>
        before.Fleet with { Hosts = [.. before.Fleet.Hosts.Select(host => host.Id == id ? change(host) : host)] };
}
