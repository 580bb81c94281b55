using System.Runtime.InteropServices;

namespace Vireo.Adapters.Libvirt;

/// <content>Storage, streams and what guests show of themselves.</content>
internal static unsafe partial class LibvirtNative
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint virStoragePoolLookupByName(nint connection, string name);

    [LibraryImport(Library)]
    public static partial int virStoragePoolRefresh(nint pool, uint flags);

    [LibraryImport(Library)]
    public static partial nint virStoragePoolGetXMLDesc(nint pool, uint flags);

    [LibraryImport(Library)]
    public static partial int virStoragePoolFree(nint pool);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint virStorageVolCreateXML(nint pool, string xml, uint flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint virStorageVolLookupByPath(nint connection, string path);

    [LibraryImport(Library)]
    public static partial nint virStorageVolGetXMLDesc(nint volume, uint flags);

    [LibraryImport(Library)]
    public static partial int virStorageVolUpload(nint volume, nint stream, ulong offset, ulong length, uint flags);

    [LibraryImport(Library)]
    public static partial int virStorageVolDelete(nint volume, uint flags);

    [LibraryImport(Library)]
    public static partial int virStorageVolFree(nint volume);

    [LibraryImport(Library)]
    public static partial nint virStreamNew(nint connection, uint flags);

    [LibraryImport(Library)]
    public static partial int virStreamSend(nint stream, byte* data, nuint length);

    [LibraryImport(Library)]
    public static partial int virStreamFinish(nint stream);

    [LibraryImport(Library)]
    public static partial int virStreamAbort(nint stream);

    [LibraryImport(Library)]
    public static partial int virStreamFree(nint stream);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int virDomainBlockStats(nint domain, string disk, BlockStatistics* statistics, nuint size);

    [LibraryImport(Library)]
    public static partial int virDomainInterfaceAddresses(nint domain, Interface*** interfaces, uint source, uint flags);

    [LibraryImport(Library)]
    public static partial void virDomainInterfaceFree(Interface* device);

    /// <summary><c>virDomainBlockStatsStruct</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct BlockStatistics
    {
        public long Reads;
        public long BytesRead;
        public long Writes;
        public long BytesWritten;
        public long Errors;
    }

    /// <summary><c>virDomainInterface</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Interface
    {
        public nint Name;
        public nint Hardware;
        public uint Count;
        public Address* Addresses;
    }

    /// <summary><c>virDomainIPAddress</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Address
    {
        public int Type;
        public nint Text;
        public uint Prefix;
    }
}
