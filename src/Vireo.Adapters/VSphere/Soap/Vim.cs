using System.Globalization;
using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>The XML of the vSphere Web Services API (vim25). Arguments are built in the order of the schema, which a
/// real server insists on; answers are read by name, whatever else they hold.</summary>
internal static class Vim
{
    /// <summary>The namespace of all operations and types.</summary>
    public static readonly XNamespace Schema = "urn:vim25";

    /// <summary>The namespace of <c>xsi:type</c>.</summary>
    public static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>An element; null content is left out.</summary>
    public static XElement Element(string name, params object?[] content) => new(Schema + name, content);

    /// <summary>An element of a type that the schema leaves open.</summary>
    public static XElement Typed(string name, string type, params object?[] content) =>
        new(Schema + name, new XAttribute(Instance + "type", type), content);

    /// <summary>The first child of a name; null when there is none.</summary>
    public static XElement? Child(this XElement? element, string name) =>
        element?.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    /// <summary>All children of a name.</summary>
    public static IEnumerable<XElement> Children(this XElement? element, string name) =>
        element?.Elements().Where(child => child.Name.LocalName == name) ?? [];

    /// <summary>The text of a child; empty when there is none.</summary>
    public static string Text(this XElement? element, string name) => element.Child(name)?.Value ?? "";

    /// <summary>The declared type without its prefix; empty when it declares none.</summary>
    public static string TypeOf(XElement? element)
    {
        string type = element?.Attribute(Instance + "type")?.Value ?? "";

        return type[(type.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    /// <summary>A whole number; null when it is missing or is none.</summary>
    public static long? Whole(XElement? element) =>
        long.TryParse(element?.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;

    /// <summary>A truth; false when it is missing.</summary>
    public static bool IsTrue(XElement? element) => element?.Value is "true" or "1";

    /// <summary>An instant; null when it is missing or is none.</summary>
    public static DateTimeOffset? Instant(XElement? element) => DateTimeOffset.TryParse(
        element?.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var at)
        ? at
        : null;
}
