namespace Vireo.Adapters.Libvirt;

/// <summary>An open connection to one host; used by one thread at a time, and closed by the thread that used it
/// last.</summary>
internal sealed unsafe partial class LibvirtConnection : IDisposable
{
    // A peer that is gone without a word is found out after fifteen seconds; what waits on it then fails.
    private const int KeepAliveSeconds = 5;
    private const int KeepAliveProbes = 3;
    private nint _handle;

    private LibvirtConnection(nint handle) => _handle = handle;

    /// <summary>Opens a connection.</summary>
    /// <exception cref="LibvirtException">The host cannot be reached, or refuses.</exception>
    public static LibvirtConnection Open(string uri, bool isReadOnly)
    {
        LibvirtLibrary.Require();
        nint handle = isReadOnly ? LibvirtNative.virConnectOpenReadOnly(uri) : LibvirtNative.virConnectOpen(uri);
        if (handle == 0)
        {
            throw LibvirtException.Last($"Opening '{uri}'");
        }

        // Drivers inside the process have nobody to probe and refuse this; that is no reason not to use them.
        _ = LibvirtNative.virConnectSetKeepAlive(handle, KeepAliveSeconds, KeepAliveProbes);

        return new LibvirtConnection(handle);
    }

    /// <summary>Whether the other end still answers, as far as is known.</summary>
    public bool IsAlive => _handle != 0 && LibvirtNative.virConnectIsAlive(_handle) == 1;

    /// <summary>The driver: QEMU, Test, LXC and so on.</summary>
    public string DriverName => LibvirtNative.Text(LibvirtNative.virConnectGetType(_handle));

    /// <summary>The host's own name.</summary>
    public string Hostname => TakeOwned(LibvirtNative.virConnectGetHostname(_handle), "virConnectGetHostname");

    /// <summary>The document about what host and driver can do.</summary>
    public string CapabilitiesXml => TakeOwned(LibvirtNative.virConnectGetCapabilities(_handle), "virConnectGetCapabilities");

    /// <summary>The version of libvirt at the other end: 9.1.2 is 9,001,002.</summary>
    public ulong LibraryVersion
    {
        get
        {
            ulong version = 0;
            Check(LibvirtNative.virConnectGetLibVersion(_handle, &version), "virConnectGetLibVersion");

            return version;
        }
    }

    /// <summary>What the host is made of.</summary>
    public NodeHardware ReadHardware()
    {
        LibvirtNative.NodeInfo info = default;
        Check(LibvirtNative.virNodeGetInfo(_handle, &info), "virNodeGetInfo");
        int cores = (int)(info.Nodes * info.Sockets * info.Cores);

        return new NodeHardware(
            LibvirtNative.Text((nint)info.Model), (long)info.MemoryKibibytes * 1024, (int)info.Cpus, cores, (int)info.Mhz);
    }

    /// <summary>Finds a domain; null when the host does not know it.</summary>
    public LibvirtDomain? Find(string uuid)
    {
        Span<byte> text = stackalloc byte[64];
        text.Clear();
        int length = System.Text.Encoding.ASCII.GetBytes(uuid.AsSpan(0, Math.Min(uuid.Length, 63)), text);
        text[length] = 0;
        fixed (byte* start = text)
        {
            nint found = LibvirtNative.virDomainLookupByUUIDString(_handle, start);
            if (found != 0)
            {
                return new LibvirtDomain(found);
            }
        }

        var error = LibvirtException.Last("virDomainLookupByUUIDString");

        return error.Code == LibvirtErrorCode.NoDomain ? null : throw error;
    }

    /// <summary>Takes a domain's definition in; it stays off.</summary>
    public LibvirtDomain Define(string xml)
    {
        nint defined = LibvirtNative.virDomainDefineXML(_handle, xml);

        return defined == 0 ? throw LibvirtException.Last("virDomainDefineXML") : new LibvirtDomain(defined);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle != 0)
        {
            Unsubscribe();
            _ = LibvirtNative.virConnectClose(_handle);
            _handle = 0;
        }
    }

    /// <summary>Passes a result on, or throws what libvirt says.</summary>
    /// <exception cref="LibvirtException">The result is below zero.</exception>
    internal static int Check(int result, string call) => result < 0 ? throw LibvirtException.Last(call) : result;

    private static string TakeOwned(nint text, string call) =>
        text == 0 ? throw LibvirtException.Last(call) : LibvirtNative.TakeText(text);
}
