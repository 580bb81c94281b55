using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>What a host and its driver can do, as they say; probed anew with every connection.</summary>
/// <param name="Uuid">Of the host; empty when the driver does not know it.</param>
/// <param name="Driver">QEMU, Test, LXC and so on.</param>
/// <param name="CanMigrate">Whether machines can leave it while they run.</param>
internal sealed record HostCapabilities(string Uuid, string Driver, bool CanMigrate)
{
    /// <summary>How its memory is divided among its processors; null where the driver does not say.</summary>
    public NumaTopology? Numa { get; init; }

    /// <summary>The folder of the pool that new disks lie in; empty when it has none.</summary>
    public string StorageFolder { get; init; } = "";

    /// <summary>The scheduler that processors are divided with: <c>posix</c> where it knows weights and caps. Empty
    /// for none; null until a machine runs, as only those can be asked.</summary>
    public string? Scheduler { get; init; }

    /// <summary>Whether its driver keeps snapshots; null until it has a machine, as only those can be asked.</summary>
    public bool? KeepsSnapshots { get; init; }

    /// <summary>The version of libvirt that it runs; 9.9.0 is 9009000.</summary>
    public long Version { get; init; }

    /// <summary>Its processor model and the features beyond that model's, each a word; empty where it says
    /// nothing.</summary>
    public TagSet Cpu { get; init; }

    /// <summary>Whether pools can be enforced on it.</summary>
    public bool EnforcesPools => Scheduler == "posix";

    /// <summary>Reads the host's document; what is missing counts as not there.</summary>
    public static HostCapabilities Read(string driver, string xml)
    {
        XElement? host = null;
        try
        {
            host = XElement.Parse(xml).Element("host");
        }
        catch (XmlException)
        {
            // A document that cannot be read promises nothing.
        }

        return new HostCapabilities(
            host?.Element("uuid")?.Value.Trim() ?? "",
            driver,
            driver == "QEMU" && host?.Element("migration_features")?.Element("live") is not null)
        {
            Numa = ReadNuma(host?.Element("topology")?.Element("cells")),
            Cpu = ReadCpu(host?.Element("cpu")),
        };
    }

    private static TagSet ReadCpu(XElement? cpu)
    {
        if (cpu?.Element("model")?.Value.Trim() is not { Length: > 0 } model)
        {
            return default;
        }

        var features = cpu.Elements("feature").Select(feature => feature.Attribute("name")?.Value.Trim() ?? "")
            .Where(name => name.Length > 0);

        return new TagSet([$"model={model}", .. features]);
    }

    // A cell that does not say what it is has no number, no processor or no memory, and is shown so.
    private static NumaTopology? ReadNuma(XElement? cells)
    {
        ImmutableArray<NumaNode> nodes =
        [
            .. cells?.Elements("cell").Select(cell => new NumaNode(
                Whole(cell.Attribute("id")), Whole(cell.Element("cpus")?.Attribute("num")),
                new MemoryBytes(DomainXml.Size(cell.Element("memory")) is { } bytes and > 0 ? bytes : 0),
                cell.Element("distances")?.Elements("sibling")
                    .Select(sibling => Whole(sibling.Attribute("value"))).DefaultIfEmpty().Max() ?? 0))
                .OrderBy(node => node.Id) ?? Enumerable.Empty<NumaNode>(),
        ];

        return nodes.IsEmpty ? null : new NumaTopology(nodes);
    }

    private static int Whole(XAttribute? attribute) =>
        int.TryParse(attribute?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
