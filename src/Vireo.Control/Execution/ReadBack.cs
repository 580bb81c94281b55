using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Whether an action has had its effect, as the inventory shows it: the provider's word alone does not count
/// (S20).</summary>
/// <param name="IsReached">Whether what the action wanted is so.</param>
/// <param name="Seen">What is so, for people.</param>
internal readonly record struct ReadBack(bool IsReached, string Seen)
{
    /// <summary>Whether what is so shows by itself that the action was done. A machine that runs does not show that it was
    /// reset, nor one that has a snapshot that it went back to it: there the provider's word has to come, too.</summary>
    public bool IsProof { get; private init; } = true;

    public static ReadBack Of(FleetAction action, FleetInventory inventory)
    {
        string seen = Describe(action.Target, inventory);
        if (action is SetPoolTerms set)
        {
            return new ReadBack(inventory.Pools.Any(pool => pool.IsSameAs(set.Setting)), seen);
        }

        if (action is JoinBackendPool or LeaveBackendPool)
        {
            return new ReadBack(IsSo(action, inventory), seen);
        }

        if (action is ChangeNetwork change)
        {
            // That rows stand in the database says nothing about what hosts have carried out.
            return new ReadBack(inventory.Network is { } network && change.Stage.IsIn(network.State), seen) { IsProof = false };
        }

        var machine = action.Target.Kind == EntityKind.VirtualMachine
            ? FleetLookup.Find(inventory.Machines, new VirtualMachineId(action.Target.Value))
            : null;
        var host = action.Target.Kind == EntityKind.Host
            ? FleetLookup.Find(inventory.Hosts, new HostId(action.Target.Value))
            : null;

        return new ReadBack(IsSo(action, host, machine), seen) { IsProof = action is not (ResetVirtualMachine or RevertToSnapshot) };
    }

    /// <summary>What a host, machine or pool looks like, in one phrase.</summary>
    public static string Describe(EntityId entity, FleetInventory inventory) => entity.Kind switch
    {
        EntityKind.Host => FleetLookup.Find(inventory.Hosts, new HostId(entity.Value)) is { } host
            ? $"host '{host.Name}' is {host.State}{(host.IsInMaintenance ? ", in maintenance" : "")}"
            : $"host '{entity.Value}' is not in the inventory",
        EntityKind.Pool => inventory.Pools.FirstOrDefault(pool => pool.Pool.Value == entity.Value) is { } pool
            ? $"pool '{entity.Value}' has {pool.VirtualMachines.Length} machines, " +
              $"{pool.Terms.Cpu.Reservation:0} MHz and {new MemoryBytes((long)pool.Terms.Memory.Reservation).ToText()} of memory reserved"
            : $"pool '{entity.Value}' is not enforced",
        EntityKind.Backend => BackendOf(entity, inventory) is { } backend
            ? $"backend '{entity.Value}' is {backend.State}" +
              (backend.Connections is { } open ? $" with {open} connections" : "")
            : $"'{entity.Value}' is no backend",
        EntityKind.Network => inventory.Network is { } network
            ? $"the network has {network.State.Rows.Length} objects of ours"
            : "the network's provider does not answer",
        _ => FleetLookup.Find(inventory.Machines, new VirtualMachineId(entity.Value)) is { } machine
            ? $"machine '{machine.Name}' is {machine.State} on '{machine.Host?.Value ?? "no host"}' with " +
              $"{machine.Cores} cores and {machine.Memory.ToText()}" +
              (machine.Datastore is { } datastore ? $", its files on '{datastore}'" : "") +
              (machine.Guest == GuestState.Unknown ? "" : $"; its guest is {machine.Guest}") +
              (machine.Snapshots.All.IsEmpty ? "" : $"; its snapshots: {machine.Snapshots}")
            : $"machine '{entity.Value}' is not in the inventory",
    };

    private static Backend? BackendOf(EntityId backend, FleetInventory inventory) => inventory.BackendPools
        .SelectMany(pool => pool.Backends, (pool, one) => (Entity: EntityId.Backend(pool.Id, one.VirtualMachine), Backend: one))
        .FirstOrDefault(one => one.Entity == backend).Backend;

    private static bool IsSo(FleetAction action, FleetInventory inventory) => action is JoinBackendPool
        ? BackendOf(action.Target, inventory) is { State: BackendState.Serving }
        : BackendOf(action.Target, inventory) is null;

    private static bool IsSo(FleetAction action, Host? host, VirtualMachine? machine) => action switch
    {
        Migration wanted => machine?.Host == wanted.To && (wanted.Storage is not { } storage || machine.Datastore == storage),
        PowerOnVirtualMachine wanted => machine is { State: PowerState.On } && machine.Host == wanted.On,
        PowerOffVirtualMachine => machine is { State: PowerState.Off },
        ResizeVirtualMachine wanted =>
            machine is not null && machine.Cores == wanted.Cores && machine.Memory == wanted.Memory &&
            (!wanted.Restarts || machine.State == PowerState.On),
        CreateVirtualMachine => machine is { State: not (PowerState.Creating or PowerState.Failed) },
        ConfigureVirtualMachine => machine is { State: PowerState.On, Guest: GuestState.Configured or GuestState.Healthy },
        CheckVirtualMachine => machine is { State: PowerState.On, Guest: GuestState.Healthy },
        DeleteVirtualMachine => machine is null,
        SuspendVirtualMachine => machine is { State: PowerState.Suspended },
        ResumeVirtualMachine or ResetVirtualMachine => machine is { State: PowerState.On },
        TakeSnapshot take => machine?.Snapshots.Find(take.Snapshot) is not null,
        RevertToSnapshot revert => machine?.Snapshots.Find(revert.Snapshot) is { IsCurrent: true } kept &&
            (!kept.HasMemory || machine.State == PowerState.On),
        DeleteSnapshot delete => machine is not null && machine.Snapshots.Find(delete.Snapshot) is null,
        EnterMaintenance => host is { IsInMaintenance: true },
        ExitMaintenance => host is { IsInMaintenance: false },
        PowerOnHost => host is { State: HostState.On },
        PowerOffHost => host is { State: HostState.Off },
        FenceHost => host is { State: HostState.Failed },
        _ => throw new ArgumentOutOfRangeException(
            nameof(action), action, "This kind of action cannot be read back; teach ReadBack before sending it."),
    };
}
