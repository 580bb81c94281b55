namespace Vireo.Adapters.Libvirt;

/// <summary>A domain of an open connection; used and released on the connection's thread.</summary>
internal sealed unsafe partial class LibvirtDomain(nint handle) : IDisposable
{
    private nint _handle = handle;

    /// <summary>Its name, unique on its host only.</summary>
    public string Name => LibvirtNative.Text(LibvirtNative.virDomainGetName(_handle));

    /// <summary>Its identity, which it keeps wherever it goes.</summary>
    public string Uuid => UuidOf(_handle);

    /// <summary>Its state and how it came to it.</summary>
    public (DomainState State, int Reason) State
    {
        get
        {
            int state = 0;
            int reason = 0;
            LibvirtConnection.Check(LibvirtNative.virDomainGetState(_handle, &state, &reason, 0), "virDomainGetState");

            return ((DomainState)state, reason);
        }
    }

    /// <summary>Its description as it is now.</summary>
    public string ReadXml() => ReadXml(_handle, 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle != 0)
        {
            _ = LibvirtNative.virDomainFree(_handle);
            _handle = 0;
        }
    }

    internal static string UuidOf(nint domain)
    {
        byte* buffer = stackalloc byte[40];
        LibvirtConnection.Check(LibvirtNative.virDomainGetUUIDString(domain, buffer), "virDomainGetUUIDString");

        return LibvirtNative.Text((nint)buffer);
    }

    internal static string ReadXml(nint domain, uint flags)
    {
        nint xml = LibvirtNative.virDomainGetXMLDesc(domain, flags);

        return xml == 0 ? throw LibvirtException.Last("virDomainGetXMLDesc") : LibvirtNative.TakeText(xml);
    }
}
