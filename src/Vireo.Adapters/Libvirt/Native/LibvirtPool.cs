using System.Globalization;
using System.Xml.Linq;

namespace Vireo.Adapters.Libvirt;

/// <summary>A storage pool of an open connection; used and released on the connection's thread.</summary>
/// <param name="connection">The connection's handle.</param>
/// <param name="handle">Its own.</param>
internal sealed unsafe class LibvirtPool(nint connection, nint handle) : IDisposable
{
    // Streams carry messages of at most a few megabytes.
    private const int LargestPiece = 256 * 1024;

    /// <summary>The folder its volumes lie in; empty where it has none.</summary>
    public string Folder
    {
        get
        {
            nint xml = LibvirtNative.virStoragePoolGetXMLDesc(handle, 0);
            var document = xml == 0
                ? throw LibvirtException.Last("virStoragePoolGetXMLDesc")
                : XElement.Parse(LibvirtNative.TakeText(xml));

            return document.Element("target")?.Element("path")?.Value.TrimEnd('/') ?? "";
        }
    }

    /// <summary>Looks at its folder anew: another host may have written there.</summary>
    public void Refresh() => LibvirtConnection.Check(LibvirtNative.virStoragePoolRefresh(handle, 0), "virStoragePoolRefresh");

    /// <summary>Makes a volume of given content.</summary>
    /// <exception cref="LibvirtException">There is one of this name, or no space.</exception>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        string length = content.Length.ToString(CultureInfo.InvariantCulture);
        var document = new XElement(
            "volume",
            new XElement("name", name), new XElement("capacity", length), new XElement("allocation", length),
            new XElement("target", new XElement("format", new XAttribute("type", "raw"))));
        nint volume = LibvirtNative.virStorageVolCreateXML(handle, document.ToString(SaveOptions.DisableFormatting), 0);
        if (volume == 0)
        {
            throw LibvirtException.Last("virStorageVolCreateXML");
        }

        try
        {
            Upload(volume, content);
        }
        finally
        {
            _ = LibvirtNative.virStorageVolFree(volume);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ = LibvirtNative.virStoragePoolFree(handle);

    private void Upload(nint volume, ReadOnlySpan<byte> content)
    {
        nint stream = LibvirtNative.virStreamNew(connection, 0);
        bool isFinished = false;
        try
        {
            LibvirtConnection.Check(
                LibvirtNative.virStorageVolUpload(volume, stream, 0, (ulong)content.Length, 0), "virStorageVolUpload");
            while (!content.IsEmpty)
            {
                content = content[Send(stream, content[..Math.Min(LargestPiece, content.Length)])..];
            }

            LibvirtConnection.Check(LibvirtNative.virStreamFinish(stream), "virStreamFinish");
            isFinished = true;
        }
        finally
        {
            _ = isFinished ? 0 : LibvirtNative.virStreamAbort(stream);
            _ = LibvirtNative.virStreamFree(stream);
        }
    }

    private static int Send(nint stream, ReadOnlySpan<byte> piece)
    {
        fixed (byte* start = piece)
        {
            return LibvirtConnection.Check(LibvirtNative.virStreamSend(stream, start, (nuint)piece.Length), "virStreamSend");
        }
    }
}
