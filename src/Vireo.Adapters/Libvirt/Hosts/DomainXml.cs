using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Vireo.Adapters.Libvirt;

/// <summary>Reads a domain's document. What is missing or unknown is passed over: drivers and versions
/// differ.</summary>
internal static class DomainXml
{
    // Entities can grow without bound, and libvirt writes none.
    private static readonly XmlReaderSettings Plain = new() { DtdProcessing = DtdProcessing.Prohibit };

    /// <summary>Reads a document; null when it is none.</summary>
    public static DomainDescription? Read(string xml)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), Plain);

            return XElement.Load(reader) is { Name.LocalName: "domain" } domain ? Read(domain) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static DomainDescription Read(XElement domain)
    {
        var processors = domain.Element("vcpu");
        int maximumCores = Whole(processors?.Value) ?? 1;
        long maximumMemory = Size(domain.Element("memory")) ?? 0;
        var devices = domain.Element("devices");

        return new DomainDescription(
            domain.Element("title")?.Value.Trim() ?? "",
            Whole(processors?.Attribute("current")?.Value) ?? maximumCores,
            maximumCores,
            Size(domain.Element("currentMemory")) ?? maximumMemory,
            maximumMemory,
            devices?.Element("memballoon")?.Attribute("model")?.Value is not (null or "none"),
            [.. devices?.Elements("disk").Select(ReadDisk) ?? []],
            [
                .. devices?.Elements("interface").Select(one => one.Element("target")?.Attribute("dev")?.Value ?? "")
                    .Where(name => name.Length > 0) ?? [],
            ],
            [.. devices?.Elements("hostdev").Select(NameDevice) ?? []],
            DomainMark.Read(domain.Element("metadata")))
        {
            UsesHostCpu = domain.Element("cpu")?.Attribute("mode")?.Value is "host-passthrough" or "maximum",
            AgentChannel = ReadAgent(devices),
        };
    }

    private static AgentChannel ReadAgent(XElement? devices) =>
        devices?.Elements("channel").Select(channel => channel.Element("target"))
            .FirstOrDefault(target => target?.Attribute("name")?.Value == "org.qemu.guest_agent.0") is not { } target
            ? AgentChannel.None
            : target.Attribute("state")?.Value == "connected" ? AgentChannel.Connected
            : AgentChannel.Silent;

    private static DomainDisk ReadDisk(XElement disk)
    {
        var source = disk.Element("source");

        return new DomainDisk(
            disk.Element("target")?.Attribute("dev")?.Value ?? "",
            disk.Attribute("type")?.Value ?? "",
            source?.Attribute("file")?.Value ?? source?.Attribute("dev")?.Value ?? source?.Attribute("dir")?.Value ?? "")
        {
            Format = disk.Element("driver")?.Attribute("type")?.Value ?? "raw",
            IsWritable = disk.Element("readonly") is null && disk.Attribute("device")?.Value is null or "disk" or "lun",
        };
    }

    private static string NameDevice(XElement device) =>
        device.Element("alias")?.Attribute("name")?.Value ?? device.Attribute("type")?.Value ?? "device";

    private static int? Whole(string? text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;

    /// <summary>An amount of memory with its unit, in bytes; null when it is none.</summary>
    internal static long? Size(XElement? element)
    {
        if (!long.TryParse(element?.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out long amount))
        {
            return null;
        }

        long? unit = element?.Attribute("unit")?.Value switch
        {
            null or "KiB" or "k" => 1L << 10,
            "b" or "bytes" => 1,
            "KB" => 1_000,
            "MiB" or "M" => 1L << 20,
            "MB" => 1_000_000,
            "GiB" or "G" => 1L << 30,
            "GB" => 1_000_000_000,
            "TiB" or "T" => 1L << 40,
            "TB" => 1_000_000_000_000,
            _ => null,
        };

        return amount * unit;
    }
}
