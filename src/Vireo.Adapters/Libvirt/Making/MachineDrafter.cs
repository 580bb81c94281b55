using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Turns the definition of a template's domain into that of a new machine: its own name, identity, size,
/// disks over the
/// template's, and user data.</summary>
/// <param name="wanted">What was asked for.</param>
/// <param name="uuid">Its identity.</param>
/// <param name="folder">Where its files lie.</param>
/// <param name="imageOf">Looks a disk of the template up on the host; null when no pool has it.</param>
internal sealed partial class MachineDrafter(CreateVirtualMachine wanted, string uuid, string folder, Func<string, DiskImage?> imageOf)
{
    private readonly List<MachineFile> _files = [];

    private string Name => wanted.VirtualMachine.Value;

    /// <summary>Drafts it.</summary>
    /// <param name="definition">Of the template's domain.</param>
    /// <param name="mark">What its metadata begins with.</param>
    /// <exception cref="LibvirtException">The template cannot be copied.</exception>
    public MachineDraft Draft(string definition, DomainMark mark)
    {
        var domain = XElement.Parse(definition);
        var devices = domain.Element("devices") ?? throw Unfit("it has no devices");
        if (devices.Elements("hostdev").Any())
        {
            throw Unfit("it owns a device of its host");
        }

        domain.Element("title")?.Remove();
        Set(domain, "name", Name);
        Set(domain, "uuid", uuid);
        domain.Element("os")?.Element("nvram")?.Remove();
        SetSize(domain, wanted.Specification!);
        foreach (var disk in devices.Elements("disk").Where(disk => disk.Attribute("device")?.Value is null or "disk").ToList())
        {
            Overlay(disk);
        }

        AddDisks(devices, wanted.Specification!);
        string seed = AddSeed(devices, wanted.Specification!);
        Detach(devices, wanted.Specification!);
        mark = mark with { Origin = Origin(seed) };
        domain.Element("metadata")?.Remove();
        domain.Add(new XElement("metadata", mark.Element()));

        return new MachineDraft(domain.ToString(SaveOptions.DisableFormatting), [.. _files], mark);
    }

    private DomainOrigin Origin(string seed) => new(
        wanted.Template.Value, wanted.Specification!.Version, wanted.Group?.Value ?? "", wanted.Deployment?.Value ?? "",
        wanted.Pool?.Value ?? "", AddressIn(wanted.Specification.UserData), seed, IsMade: false,
        wanted.Specification.IsPrepared ? GuestState.Starting : GuestState.Unknown);

    /// <summary>What the user data says of the machine's address, in a comment; empty when it says nothing.</summary>
    internal static string AddressIn(string? userData) =>
        userData is not null && AddressComment().Match(userData) is { Success: true } found ? found.Groups["address"].Value : "";

    private static void SetSize(XElement domain, VmTemplate template)
    {
        string kibibytes = (template.Memory.Value / 1024).ToString(CultureInfo.InvariantCulture);
        int maximum = int.TryParse(domain.Element("vcpu")?.Value, CultureInfo.InvariantCulture, out int most) ? most : 1;
        domain.Elements("memory").Concat(domain.Elements("currentMemory")).Concat(domain.Elements("vcpu")).ToList()
            .ForEach(element => element.Remove());
        domain.Add(
            new XElement("memory", new XAttribute("unit", "KiB"), kibibytes),
            new XElement("currentMemory", new XAttribute("unit", "KiB"), kibibytes),
            new XElement("vcpu", new XAttribute("current", template.Cores), Math.Max(template.Cores, maximum)));
    }

    private void Overlay(XElement disk)
    {
        string target = disk.Element("target")?.Attribute("dev")?.Value ?? throw Unfit("one of its disks has no target");
        string path = disk.Element("source")?.Attribute("file")?.Value ?? throw Unfit($"its disk '{target}' is no file");
        var image = imageOf(path) ?? throw Unfit($"its disk '{target}' ('{path}') is in no storage pool of host '{wanted.On}'");
        disk.Elements("backingStore").Remove();
        disk.Elements("shareable").Remove();
        Point(disk, target, QcowOverlay.Over(image));
    }

    private void AddDisks(XElement devices, VmTemplate template)
    {
        foreach (var extra in template.Disks)
        {
            string target = FreeTarget(devices);
            var disk = new XElement(
                "disk", new XAttribute("type", "file"), new XAttribute("device", "disk"),
                new XElement("target", new XAttribute("dev", target), new XAttribute("bus", "virtio")),
                new XElement("serial", extra.Name));
            devices.Add(disk);
            Point(disk, target, QcowOverlay.Empty(extra.SizeBytes));
        }
    }

    private void Point(XElement disk, string target, byte[] content)
    {
        string file = MachineFile.NameOf(Name, target);
        disk.Elements("driver").Remove();
        disk.Elements("source").Remove();
        disk.AddFirst(
            new XElement("driver", new XAttribute("name", "qemu"), new XAttribute("type", "qcow2")),
            new XElement("source", new XAttribute("file", $"{folder}/{file}")));
        _files.Add(new MachineFile(file, content));
    }

    private string AddSeed(XElement devices, VmTemplate template)
    {
        if (template.UserData is not { } userData)
        {
            return "";
        }

        string target = FreeTarget(devices);
        string file = MachineFile.SeedOf(Name);
        devices.Add(new XElement(
            "disk", new XAttribute("type", "file"), new XAttribute("device", "disk"),
            new XElement("driver", new XAttribute("name", "qemu"), new XAttribute("type", "raw")),
            new XElement("source", new XAttribute("file", $"{folder}/{file}")),
            new XElement("target", new XAttribute("dev", target), new XAttribute("bus", "virtio")),
            new XElement("readonly")));
        _files.Add(new MachineFile(file, SeedImage.Write(Name, userData)));

        return target;
    }

    private static string FreeTarget(XElement devices)
    {
        var taken = devices.Elements("disk").Select(disk => disk.Element("target")?.Attribute("dev")?.Value).ToHashSet();

        return Enumerable.Range('a', 26).Select(letter => $"vd{(char)letter}").First(name => !taken.Contains(name));
    }

    // What must not be shared with the template: hardware addresses, sockets and files that the hypervisor writes.
    private void Detach(XElement devices, VmTemplate template)
    {
        var interfaces = devices.Elements("interface").ToList();
        foreach (var device in interfaces)
        {
            device.Elements("mac").Remove();
            device.Elements("target").Remove();
        }

        foreach (var (device, network) in interfaces.Zip(template.Networks))
        {
            bool isBridge = device.Attribute("type")?.Value == "bridge";
            device.Element("source")?.ReplaceWith(
                new XElement("source", new XAttribute(isBridge ? "bridge" : "network", network)));
        }

        foreach (var source in devices.Elements().Where(device => device.Name.LocalName is "serial" or "console" or "channel")
            .Select(device => device.Element("source")).OfType<XElement>().ToList())
        {
            if (source.Parent!.Attribute("type")?.Value == "file" && source.Attribute("path")?.Value is { } path)
            {
                source.SetAttributeValue("path", $"{path[..(path.LastIndexOf('/') + 1)]}{Name}.console");
            }
            else if (source.Attribute("path") is not null)
            {
                source.Remove();
            }
        }
    }

    private static void Set(XElement domain, string element, string value)
    {
        domain.Elements(element).Remove();
        domain.AddFirst(new XElement(element, value));
    }

    private LibvirtException Unfit(string why) => new(
        LibvirtErrorCode.ConfigurationUnsupported, $"The template's domain '{wanted.Specification!.ImageName}' cannot be copied: {why}.");

    [GeneratedRegex(@"^#\s*vireo:\s*address=(?<address>[0-9A-Fa-f.:]+)\s*$", RegexOptions.Multiline)]
    private static partial Regex AddressComment();
}
