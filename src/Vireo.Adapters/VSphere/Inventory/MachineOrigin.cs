using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>Where a machine that Vireo made comes from; kept with it as options <c>vireo.*</c> (extraConfig).</summary>
/// <param name="Owner">The Vireo cluster that made it.</param>
/// <param name="Machine">What the fleet calls it.</param>
/// <param name="Template">What it was made from.</param>
/// <param name="Version">Of the template.</param>
/// <param name="Group">The group it is a replica of; empty for none.</param>
/// <param name="Deployment">The deployment it belongs to; empty for none.</param>
/// <param name="HasUserData">Whether its guest was given user data.</param>
/// <param name="IsMade">Whether it is complete.</param>
/// <param name="Guest">How far its guest has come.</param>
internal sealed record MachineOrigin(
    string Owner, string Machine, string Template, int Version, string Group, string Deployment, bool HasUserData,
    bool IsMade, GuestState Guest)
{
    private const string Prefix = "vireo.";

    /// <summary>The instance UUID of the machine that this was written for; empty while it is not complete. vSphere copies
    /// options with the machine: whose UUID is another is somebody's copy.</summary>
    public string Of { get; init; } = "";

    /// <summary>The action that makes it: one that nobody ends any more is found by it.</summary>
    public string Action { get; init; } = "";

    /// <summary>Reads it from a machine's options; null when Vireo did not make it.</summary>
    public static MachineOrigin? Read(XElement? options)
    {
        var ours = options?.Elements()
            .Where(option => option.Text("key").StartsWith(Prefix, StringComparison.Ordinal))
            .GroupBy(option => option.Text("key")[Prefix.Length..], StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Last().Text("value"), StringComparer.Ordinal);
        if (ours is null || !ours.TryGetValue("machine", out string? machine) || machine.Length == 0)
        {
            return null;
        }

        string Say(string key) => ours.GetValueOrDefault(key, "");

        return new MachineOrigin(
            Say("owner"), machine, Say("template"),
            int.TryParse(Say("version"), NumberStyles.None, CultureInfo.InvariantCulture, out int version)
                ? version
                : 0,
            Say("group"), Say("deployment"), Say("userdata") == "yes", Say("made") == "yes",
            Enum.TryParse(Say("guest"), out GuestState guest) ? guest : GuestState.Unknown)
        {
            Of = Say("of"),
            Action = Say("action"),
        };
    }

    /// <summary>The options that say so (OptionValue).</summary>
    public ImmutableArray<XElement> Options() =>
    [
        Option("vireo.owner", Owner),
        Option("vireo.machine", Machine),
        Option("vireo.template", Template),
        Option("vireo.version", Version.ToString(CultureInfo.InvariantCulture)),
        Option("vireo.group", Group),
        Option("vireo.deployment", Deployment),
        Option("vireo.userdata", HasUserData ? "yes" : "no"),
        Option("vireo.made", IsMade ? "yes" : "no"),
        Option("vireo.guest", Guest.ToString()),
        Option("vireo.action", Action),
    ];

    /// <summary>One option of a machine.</summary>
    public static XElement Option(string key, string value) => Vim.Element(
        "extraConfig",
        Vim.Element("key", key),
        new XElement(
            Vim.Schema + "value",
            new XAttribute(XNamespace.Xmlns + "xsd", "http://www.w3.org/2001/XMLSchema"),
            new XAttribute(Vim.Instance + "type", "xsd:string"),
            value));
}
