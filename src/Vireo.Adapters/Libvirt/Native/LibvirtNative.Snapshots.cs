using System.Runtime.InteropServices;

namespace Vireo.Adapters.Libvirt;

/// <content>Snapshots, as <c>libvirt/libvirt-domain-snapshot.h</c> declares them.</content>
internal static unsafe partial class LibvirtNative
{
    [LibraryImport(Library)]
    public static partial int virDomainSnapshotNum(nint domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainListAllSnapshots(nint domain, nint** snapshots, uint flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint virDomainSnapshotLookupByName(nint domain, string name, uint flags);

    [LibraryImport(Library)]
    public static partial nint virDomainSnapshotGetXMLDesc(nint snapshot, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainSnapshotIsCurrent(nint snapshot, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainSnapshotFree(nint snapshot);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint virDomainSnapshotCreateXML(nint domain, string xml, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainRevertToSnapshot(nint snapshot, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainSnapshotDelete(nint snapshot, uint flags);
}
