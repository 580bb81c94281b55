using System.Globalization;
using System.Xml.Linq;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Where a machine that Vireo made comes from and how far it has come; kept in its metadata.</summary>
/// <param name="Template">What it was made from.</param>
/// <param name="Version">Of the template.</param>
/// <param name="Group">The group it is a replica of; empty for none.</param>
/// <param name="Deployment">The deployment it belongs to; empty for none.</param>
/// <param name="Pool">The resource pool it draws from; empty for none.</param>
/// <param name="Address">Where it answers, as its user data says; empty where that says nothing.</param>
/// <param name="Seed">The disk with its user data, such as <c>vdb</c>; empty for none.</param>
/// <param name="IsMade">Whether its disks are complete.</param>
/// <param name="Guest">How far its guest has come.</param>
internal sealed record DomainOrigin(
    string Template, int Version, string Group, string Deployment, string Pool, string Address, string Seed, bool IsMade,
    GuestState Guest)
{
    /// <summary>Reads it; null when there is none.</summary>
    public static DomainOrigin? Read(XElement? element) => element is null
        ? null
        : new DomainOrigin(
            Text(element, "template"),
            int.TryParse(Text(element, "version"), NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : 0,
            Text(element, "group"), Text(element, "deployment"), Text(element, "pool"), Text(element, "address"), Text(element, "seed"),
            Text(element, "made") == "yes",
            Enum.TryParse(Text(element, "guest"), out GuestState guest) ? guest : GuestState.Unknown);

    /// <summary>The element.</summary>
    public XElement Write(XName name) => new(
        name,
        new XAttribute("template", Template),
        new XAttribute("version", Version.ToString(CultureInfo.InvariantCulture)),
        new XAttribute("group", Group),
        new XAttribute("deployment", Deployment),
        new XAttribute("pool", Pool),
        new XAttribute("address", Address),
        new XAttribute("seed", Seed),
        new XAttribute("made", IsMade ? "yes" : "no"),
        new XAttribute("guest", Guest.ToString()));

    private static string Text(XElement element, string attribute) => element.Attribute(attribute)?.Value ?? "";
}
