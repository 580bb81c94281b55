using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Why an action cannot be done, found out before anything is sent.</summary>
internal static class Refusal
{
    /// <summary>The reason; null when nothing speaks against it.</summary>
    /// <param name="action">What to do.</param>
    /// <param name="place">Where the machine is.</param>
    /// <param name="settings">How the hosts are dealt with.</param>
    /// <param name="hosts">All hosts.</param>
    public static string? Find(
        FleetAction action, MachinePlace place, LibvirtSettings settings, IReadOnlyList<LibvirtHost> hosts)
    {
        if (place.RunsTwice)
        {
            return "It runs on two hosts at once; switch one of them off by hand after a look at its data.";
        }

        if (place.Host.Life.IsFenced)
        {
            return action is PowerOnVirtualMachine restart
                ? OfRestart(restart, place, settings, hosts)
                : $"Host '{place.Host.Id}' was fenced; the machine can only be started elsewhere.";
        }

        // What a silent host runs is not known: to act on its machine could start a second copy (S25).
        if (place.Host.Trouble.Length > 0)
        {
            return $"Host '{place.Host.Id}', where it was seen last, does not answer. {place.Host.Trouble}";
        }

        return action switch
        {
            Migration move => OfMigration(move, place, settings, hosts),
            PowerOnVirtualMachine start => OfStart(start, place, settings, hosts),
            ResizeVirtualMachine resize => OfResize(resize, place),
            PowerOffVirtualMachine => place.Domain.IsActive ? null : "It does not run.",
            SuspendVirtualMachine suspend => OfSuspension(suspend, place),
            ResumeVirtualMachine => place.Domain.IsSaved || place.Domain is { Reading.State: DomainState.Paused, IsArriving: false } ? null
                : place.Domain.Reading.State == DomainState.Asleep ? "Its guest sleeps by its own power management and is woken from there."
                : "It is not suspended.",
            ResetVirtualMachine => place.Domain.IsRunning ? null : "It does not run.",
            TakeSnapshot or RevertToSnapshot or DeleteSnapshot => OfSnapshot(action, place),
            DeleteVirtualMachine or ConfigureVirtualMachine or CheckVirtualMachine when place.Domain.Origin is null =>
                "Vireo did not make it, or its document cannot be read.",
            DeleteVirtualMachine => null,
            ConfigureVirtualMachine or CheckVirtualMachine => place.Domain.IsActive ? null : "It does not run.",
            _ => $"Actions of kind {action.GetType().Name} cannot be carried out through libvirt.",
        };
    }

    /// <summary>Why a machine cannot be made; null when nothing speaks against it.</summary>
    /// <param name="create">What to make.</param>
    /// <param name="places">All machines, the templates' domains among them.</param>
    /// <param name="hosts">All hosts.</param>
    public static string? OfCreation(
        CreateVirtualMachine create, IReadOnlyList<MachinePlace> places, IReadOnlyList<LibvirtHost> hosts)
    {
        var target = hosts.FirstOrDefault(host => host.Id == create.On);
        string image = create.Specification?.ImageName ?? "";
        var template = places.FirstOrDefault(place => place.Domain.Reading.Name == image);
        string name = create.VirtualMachine.Value;

        return target is null ? $"There is no connection to host '{create.On}'."
            : target.Trouble.Length > 0 ? $"Host '{create.On}' does not answer. {target.Trouble}"
            : name.Length is 0 or > 200 || name.StartsWith('.') || name.Contains('/', StringComparison.Ordinal)
                ? "A machine's name becomes that of files: at most 200 characters, no '/', no '.' in front."
            : places.Any(place => place.Domain.Reading.Name == name) ? "There is a machine of this name already."

            // A silent host may have it.
            : hosts.FirstOrDefault(host => host.Trouble.Length > 0) is { } silent
                ? $"Host '{silent.Id}' does not answer, and whether it has a machine of this name is not known."
            : create.Specification is null ? "The plan does not say what the template was."
            : template is null ? $"No host has a domain '{image}' to copy; define one, off, or name another by the template's 'image'."
            : template.Domain.IsActive ? $"The template's domain '{image}' runs; copies of disks that change would be damaged."
            : target.Last is { Capabilities.StorageFolder: "" } ? $"Host '{create.On}' has no storage pool for its disks."
            : null;
    }

    private static string? OfMigration(
        Migration move, MachinePlace place, LibvirtSettings settings, IReadOnlyList<LibvirtHost> hosts)
    {
        var target = hosts.FirstOrDefault(host => host.Id == move.To);

        return place.Host.Id != move.From ? $"It is on '{place.Host.Id}', not on '{move.From}'."
            : !place.Domain.IsActive ? "It does not run."
            : target is null ? $"There is no connection to host '{move.To}'."
            : target.Trouble.Length > 0 ? $"Host '{move.To}' does not answer. {target.Trouble}"
            : DomainMobility.Of(place, settings, hosts) is { CanMigrate: false } held ? $"It stays where it is: {held.Reason}."
            : IsReachableByPeers(target.Settings) ? null
            : $"Other hosts cannot reach '{move.To}' at '{target.Settings.Uri}'; give its connection a 'peerUri'.";
    }

    private static string? OfRestart(
        PowerOnVirtualMachine start, MachinePlace place, LibvirtSettings settings, IReadOnlyList<LibvirtHost> hosts)
    {
        var target = hosts.FirstOrDefault(host => host.Id == start.On);

        return target is null ? $"There is no connection to host '{start.On}'."
            : target == place.Host || target.Trouble.Length > 0 ? $"Host '{start.On}' does not answer. {target.Trouble}"
            : place.Domain.Description?.Definition is null ? "Its definition was not read before its host was lost."
            : DomainMobility.ToRestart(place, settings, hosts) is { CanMigrate: false } held
                ? $"It can start on '{place.Host.Id}' only: {held.Reason}."
            : null;
    }

    private static string? OfStart(
        PowerOnVirtualMachine start, MachinePlace place, LibvirtSettings settings, IReadOnlyList<LibvirtHost> hosts)
    {
        var target = hosts.FirstOrDefault(host => host.Id == start.On);

        return place.Domain.IsActive ? "It runs already."
            : target is null ? $"There is no connection to host '{start.On}'."
            : target.Trouble.Length > 0 ? $"Host '{start.On}' does not answer. {target.Trouble}"
            : target != place.Host && DomainMobility.Of(place, settings, hosts) is { CanMigrate: false } held
                ? $"It can start on '{place.Host.Id}' only: {held.Reason}."
            : null;
    }

    private static string? OfSuspension(SuspendVirtualMachine suspend, MachinePlace place) =>
        !place.Domain.IsRunning ? "It does not run."
        : suspend.ToDisk && place.Domain.Description is not { } ? "Its document cannot be read."
        : suspend.ToDisk && place.Domain.Description!.Devices is [var device, ..]
            ? $"It owns a device of its host ('{device}'), whose state cannot be written to disk."
        : null;

    // libvirt deletes external snapshots since 9.0.0 and goes back to them since 9.9.0.
    private static string? OfSnapshot(FleetAction action, MachinePlace place)
    {
        if (place.Domain.Description is not { } described)
        {
            return "Its document cannot be read.";
        }

        if (place.Host.Last is { Capabilities: { KeepsSnapshots: false } can })
        {
            return $"The {can.Driver} driver keeps no snapshots.";
        }

        return action switch
        {
            TakeSnapshot take when described.Snapshots.Find(take.Snapshot) is not null =>
                $"It has a snapshot '{take.Snapshot}' already.",
            TakeSnapshot => place.Domain.IsSaved || place.Domain.IsArriving
                ? "Its memory is on disk or on its way; a snapshot is taken of a machine that runs or is off."
                : SnapshotWay.Of(described, place.Domain.IsActive).WhyNot,
            RevertToSnapshot revert => described.Snapshots.Find(revert.Snapshot) is { } kept
                ? OfVersion(kept, place.Host, "goes back to", 9_009_000) : $"It has no snapshot '{revert.Snapshot}'.",
            DeleteSnapshot delete => described.Snapshots.Find(delete.Snapshot) is { } kept
                ? OfVersion(kept, place.Host, "deletes", 9_000_000) : $"It has no snapshot '{delete.Snapshot}'.",
            _ => null,
        };
    }

    private static string? OfVersion(MachineSnapshot snapshot, LibvirtHost host, string verb, long since) =>
        snapshot.IsExternal && host.Last?.Capabilities.Version < since
            ? $"'{snapshot.Name}' is external, and libvirt {VersionText(host.Last.Capabilities.Version)} of '{host.Id}' {verb} internal " +
              $"snapshots only; from {VersionText(since)} on it {verb} external ones."
            : null;

    private static string VersionText(long version) => $"{version / 1_000_000}.{version / 1_000 % 1_000}.{version % 1_000}";

    private static string? OfResize(ResizeVirtualMachine resize, MachinePlace place)
    {
        if (place.Domain.Description is not { } described)
        {
            return "Its document cannot be read.";
        }

        if (resize.Restarts || !place.Domain.IsActive)
        {
            return null;
        }

        return resize.Cores > described.MaximumCores
                ? $"It was started with room for {described.MaximumCores} cores; more takes a restart."
            : resize.Cores < place.Domain.Cores ? "Running guests do not give cores back reliably; fewer takes a restart."
            : resize.Memory.Value > described.MaximumMemoryBytes
                ? $"It was started with room for {described.MaximumMemoryBytes} bytes; more takes a restart."
            : resize.Memory.Value != place.Domain.MemoryBytes && !described.HasBalloon
                ? "It has no balloon; another size of memory takes a restart."
            : null;
    }

    // A local address leads the other host to itself.
    private static bool IsReachableByPeers(LibvirtHostSettings host) =>
        Uri.TryCreate(host.PeerUri ?? host.Uri, UriKind.Absolute, out var address) && address.Host.Length > 0;
}
