namespace Vireo.Adapters.Libvirt;

/// <summary>How a machine's disks let a snapshot be kept.</summary>
/// <param name="IsExternal">Whether the guest goes on in files of their own beside its disks, and its memory is not kept;
/// else its disks hold everything.</param>
/// <param name="WhyNot">Why there can be none; null when there can.</param>
internal readonly record struct SnapshotWay(bool IsExternal, string? WhyNot)
{
    /// <summary>Judges by the disks that the guest writes to: all qcow2, and they hold it; else files beside them.</summary>
    public static SnapshotWay Of(DomainDescription machine, bool isActive)
    {
        var disks = machine.Disks.Where(disk => disk is { IsWritable: true }).ToList();
        if (disks.Count == 0)
        {
            return No("It has no disk of its own that a snapshot could be kept in.");
        }

        if (disks.TrueForAll(disk => disk.Format == "qcow2"))
        {
            return isActive && machine.Devices is [var device, ..]
                ? No($"It owns a device of its host ('{device}'), whose state cannot be kept; stop it first.")
                : new SnapshotWay(IsExternal: false, WhyNot: null);
        }

        return disks.Find(disk => disk.Type != "file") is { } other
            ? No($"Its disk '{other.Target}' is {other.Format} of type '{other.Type}', which can keep no snapshot.")
            : new SnapshotWay(IsExternal: true, WhyNot: null);
    }

    private static SnapshotWay No(string why) => new(IsExternal: false, why);
}
