using Vireo.Fleet;

namespace Vireo.Safety;

/// <summary>Whether a machine is in the state that an order presumes; asked of whole plans and of each action before it
/// starts.</summary>
internal static class Ordered
{
    /// <summary>Why it must not be done; null when it may.</summary>
    /// <param name="action">Suspend, resume, reset, what is done about a snapshot, or a move of files only.</param>
    /// <param name="guest">The machine.</param>
    /// <param name="host">Where it is; null when that is not known.</param>
    public static string? WhyNot(FleetAction action, VirtualMachine guest, Host? host) => action switch
    {
        _ when host is null => $"'{guest.Id}' is on no host that is in the inventory.",
        _ when host.State != HostState.On => $"Host '{host.Id}', where '{guest.Id}' is, is {host.State}.",
        ResumeVirtualMachine => guest.State == PowerState.Suspended
            ? null : $"'{guest.Id}' is {guest.State}; only a suspended machine is resumed.",
        SuspendVirtualMachine => guest.State == PowerState.On
            ? null : $"'{guest.Id}' is {guest.State}; only a running machine is suspended.",
        TakeSnapshot take => guest.Snapshots.Find(take.Snapshot) is not null
            ? $"'{guest.Id}' has a snapshot '{take.Snapshot}' already."
            : WhyNotSettled(guest, "a snapshot is taken of a machine that runs or is off"),
        RevertToSnapshot revert => guest.Snapshots.Find(revert.Snapshot) is not { } kept
            ? WithoutSnapshot(guest, revert.Snapshot)
            : WhyNotSettled(guest, "only a machine that runs or is off goes back to a snapshot") ??
              (guest.State == PowerState.Off && kept.HasMemory
                ? $"'{guest.Id}' is off, and '{kept.Name}' holds its memory: it would run. Start it first."
                : null),
        Migration => WhyNotSettled(guest, "files are moved of a machine that runs or is off"),
        DeleteSnapshot delete => guest.Snapshots.Find(delete.Snapshot) is null ? WithoutSnapshot(guest, delete.Snapshot) : null,
        _ => guest.State == PowerState.On ? null : $"'{guest.Id}' is {guest.State}; only a running machine is reset.",
    };

    private static string? WhyNotSettled(VirtualMachine guest, string rule) =>
        guest.State is PowerState.On or PowerState.Off ? null : $"'{guest.Id}' is {guest.State}; {rule}.";

    private static string WithoutSnapshot(VirtualMachine guest, string name) =>
        $"'{guest.Id}' has no snapshot '{name}'; it has {(guest.Snapshots.All.IsEmpty ? "none" : guest.Snapshots.ToString())}.";
}
