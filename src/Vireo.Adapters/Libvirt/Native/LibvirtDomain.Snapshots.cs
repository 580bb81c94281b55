using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <content>Snapshots.</content>
internal sealed unsafe partial class LibvirtDomain
{
    // VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY and _ATOMIC: all disks or none, without memory.
    private const uint OnlyDisks = 16 | 128;

    // VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING and _FORCE: with another process where the present one cannot become what it was.
    private const uint Running = 1;
    private const uint InAnotherProcess = 4;

    /// <summary>Whether its driver keeps snapshots at all.</summary>
    public bool KeepsSnapshots => LibvirtNative.virDomainSnapshotNum(_handle, 0) >= 0;

    /// <summary>Its snapshots; none where the driver keeps none.</summary>
    public SnapshotSet ReadSnapshots()
    {
        nint* found = null;
        int count = LibvirtNative.virDomainListAllSnapshots(_handle, &found, 0);
        if (count < 0)
        {
            var error = LibvirtException.Last("virDomainListAllSnapshots");

            return error.Code == LibvirtErrorCode.NoSupport ? default : throw error;
        }

        var snapshots = new List<MachineSnapshot>(count);
        for (int i = 0; i < count; i++)
        {
            nint xml = LibvirtNative.virDomainSnapshotGetXMLDesc(found[i], 0);
            bool isCurrent = LibvirtNative.virDomainSnapshotIsCurrent(found[i], 0) == 1;
            _ = LibvirtNative.virDomainSnapshotFree(found[i]);

            // One that was deleted meanwhile has no document any more.
            if (xml != 0 && SnapshotXml.Read(LibvirtNative.TakeText(xml), isCurrent) is { } snapshot)
            {
                snapshots.Add(snapshot);
            }
        }

        LibvirtNative.free((nint)found);

        return new SnapshotSet(snapshots);
    }

    /// <summary>Takes a snapshot, and returns when it is taken: into its disks with its memory, or its disks only, which it
    /// goes on beside.</summary>
    public void TakeSnapshot(string xml, bool isExternal)
    {
        nint taken = LibvirtNative.virDomainSnapshotCreateXML(_handle, xml, isExternal ? OnlyDisks : 0);
        if (taken == 0)
        {
            throw LibvirtException.Last("virDomainSnapshotCreateXML");
        }

        _ = LibvirtNative.virDomainSnapshotFree(taken);
    }

    /// <summary>Goes back to a snapshot.</summary>
    /// <param name="name">Of the snapshot.</param>
    /// <param name="starts">Whether it boots from its disks when the snapshot has no memory.</param>
    public void Revert(string name, bool starts) => WithSnapshot(name, snapshot => LibvirtConnection.Check(
        LibvirtNative.virDomainRevertToSnapshot(snapshot, InAnotherProcess | (starts ? Running : 0)), "virDomainRevertToSnapshot"));

    /// <summary>Deletes a snapshot; those after it stay.</summary>
    public void DeleteSnapshot(string name) => WithSnapshot(name, snapshot => LibvirtConnection.Check(
        LibvirtNative.virDomainSnapshotDelete(snapshot, 0), "virDomainSnapshotDelete"));

    private void WithSnapshot(string name, Action<nint> act)
    {
        nint snapshot = LibvirtNative.virDomainSnapshotLookupByName(_handle, name, 0);
        if (snapshot == 0)
        {
            throw LibvirtException.Last("virDomainSnapshotLookupByName");
        }

        try
        {
            act(snapshot);
        }
        finally
        {
            _ = LibvirtNative.virDomainSnapshotFree(snapshot);
        }
    }
}
