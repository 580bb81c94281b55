using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Whether a machine can move, and if not, what holds it (S3).</summary>
internal static class DomainMobility
{
    /// <summary>Judges by the driver's word, the devices and where the disks lie.</summary>
    public static Mobility Of(MachinePlace place, LibvirtSettings settings, IReadOnlyList<LibvirtHost> hosts) =>
        place.Domain.Description is { Snapshots.All: { Length: var count and > 0 } }
            ? Mobility.Fixed($"it has {count} {(count == 1 ? "snapshot" : "snapshots")}, with which libvirt moves no machine")
            : ToRestart(place, settings, hosts);

    /// <summary>Whether it can be started elsewhere when its host is lost. Its disks hold its snapshots, but no list of them
    /// is left.</summary>
    public static Mobility ToRestart(MachinePlace place, LibvirtSettings settings, IReadOnlyList<LibvirtHost> hosts)
    {
        string? why = place switch
        {
            { RunsTwice: true } => "it runs on two hosts at once",
            { Domain.Description: null } => "its document cannot be read",
            { Host.Last.Capabilities: { CanMigrate: false } can } => $"the {can.Driver} driver does not migrate",
            { Domain.Description.Devices: [var device, ..] } => $"it owns a device of its host ('{device}')",
            _ => null,
        };
        why ??= place.Domain.Description!.Disks.Select(disk => WhyFixed(disk, settings.SharedFolders)).FirstOrDefault(held => held is not null);
        why ??= hosts.Any(other => other != place.Host && other.Last is { Capabilities.CanMigrate: true })
            ? null
            : "there is no other host that takes machines";

        return why is null ? Mobility.Free : Mobility.Fixed(why);
    }

    private static string? WhyFixed(DomainDisk disk, ImmutableArray<string> shared) => disk switch
    {
        // An empty drive, or one that every host reaches over the network.
        { Source: "" } or { Type: "network" } => null,
        { Type: "file" or "dir" or "block" } when shared.Any(folder => Lies(disk.Source, folder)) => null,
        _ => $"its disk '{disk.Target}' is '{disk.Source}', which is in no folder that all hosts share",
    };

    private static bool Lies(string path, string folder) =>
        path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal) && !path.Contains("/../", StringComparison.Ordinal);
}
