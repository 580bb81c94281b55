using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Reads and writes a snapshot's document.</summary>
internal static class SnapshotXml
{
    /// <summary>What a document says; null when it is none. The machine's own document within it is passed over.</summary>
    /// <param name="xml">As libvirt gives it.</param>
    /// <param name="isCurrent">Whether the machine has gone on from it.</param>
    public static MachineSnapshot? Read(string xml, bool isCurrent)
    {
        try
        {
            var document = XElement.Parse(xml);
            string name = document.Element("name")?.Value ?? "";
            if (name.Length == 0
                || !long.TryParse(document.Element("creationTime")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
            {
                return null;
            }

            var disks = document.Element("disks")?.Elements("disk") ?? [];

            return new MachineSnapshot(name, DateTimeOffset.FromUnixTimeSeconds(seconds))
            {
                HasMemory = document.Element("memory")?.Attribute("snapshot")?.Value is { } memory
                    ? memory is "internal" or "external"
                    : document.Element("state")?.Value is "running" or "paused",
                IsCurrent = isCurrent,
                IsExternal = disks.Any(disk => disk.Attribute("snapshot")?.Value == "external"),
                Parent = document.Element("parent")?.Element("name")?.Value,
            };
        }
        catch (Exception malformed) when (malformed is XmlException or ArgumentOutOfRangeException)
        {
            // A time beyond the calendar, or no document: one snapshot that cannot be read does not hide the others.
            return null;
        }
    }

    /// <summary>The document that asks for one.</summary>
    public static string Write(string name) =>
        new XElement("domainsnapshot", new XElement("name", name), new XElement("description", "Taken by Vireo."))
            .ToString(SaveOptions.DisableFormatting);
}
