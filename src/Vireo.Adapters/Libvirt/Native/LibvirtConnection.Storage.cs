using System.Globalization;
using System.Xml.Linq;

namespace Vireo.Adapters.Libvirt;

/// <content>Storage.</content>
internal sealed unsafe partial class LibvirtConnection
{
    /// <summary>Finds a storage pool; null when the host has none of this name, or its driver none at all.</summary>
    public LibvirtPool? FindPool(string name)
    {
        nint found = LibvirtNative.virStoragePoolLookupByName(_handle, name);
        if (found != 0)
        {
            return new LibvirtPool(_handle, found);
        }

        var error = LibvirtException.Last("virStoragePoolLookupByName");

        return error.Code is LibvirtErrorCode.NoStoragePool or LibvirtErrorCode.NoSupport ? null : throw error;
    }

    /// <summary>What a volume holds; null when no pool of the host has it.</summary>
    public DiskImage? FindImage(string path)
    {
        nint volume = FindVolume(path);
        if (volume == 0)
        {
            return null;
        }

        try
        {
            nint xml = LibvirtNative.virStorageVolGetXMLDesc(volume, 0);
            var document = xml == 0
                ? throw LibvirtException.Last("virStorageVolGetXMLDesc")
                : XElement.Parse(LibvirtNative.TakeText(xml));

            return new DiskImage(
                path, document.Element("target")?.Element("format")?.Attribute("type")?.Value ?? "raw",
                long.Parse(document.Element("capacity")?.Value ?? "0", CultureInfo.InvariantCulture));
        }
        finally
        {
            _ = LibvirtNative.virStorageVolFree(volume);
        }
    }

    /// <summary>Deletes a volume; nothing happens when there is none.</summary>
    public void DeleteVolume(string path)
    {
        nint volume = FindVolume(path);
        if (volume == 0)
        {
            return;
        }

        try
        {
            Check(LibvirtNative.virStorageVolDelete(volume, 0), "virStorageVolDelete");
        }
        finally
        {
            _ = LibvirtNative.virStorageVolFree(volume);
        }
    }

    private nint FindVolume(string path)
    {
        nint volume = LibvirtNative.virStorageVolLookupByPath(_handle, path);
        if (volume != 0)
        {
            return volume;
        }

        var error = LibvirtException.Last("virStorageVolLookupByPath");

        return error.Code == LibvirtErrorCode.NoStorageVolume ? 0 : throw error;
    }
}
