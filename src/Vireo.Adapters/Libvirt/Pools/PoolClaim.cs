using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>A pool above a machine as its metadata keeps it: libvirt has none of its own.</summary>
/// <param name="Pool">Which pool.</param>
/// <param name="Parent">The pool it is a part of, if any.</param>
/// <param name="Terms">What was promised.</param>
internal sealed record PoolClaim(ResourcePoolId Pool, ResourcePoolId? Parent, PoolTerms Terms)
{
    /// <summary>The claims of a machine, its own pool first; those that cannot be read are passed over, and the loop
    /// sets them anew.</summary>
    public static ImmutableArray<PoolClaim> ReadAll(XElement managed, XNamespace schema) =>
    [
        .. managed.Elements(schema + "pool").Concat(managed.Elements("pool"))
            .Select(Read).TakeWhile(claim => claim is not null).Select(claim => claim!),
    ];

    /// <summary>The element.</summary>
    public XElement Write(XName name) => new(
        name,
        new XAttribute("name", Pool.Value),
        new XAttribute("parent", Parent?.Value ?? ""),
        Enum.GetValues<PoolResource>().Select(
            resource => new XAttribute(NameOf(resource), Write(Terms.Of(resource)))));

    private static PoolClaim? Read(XElement element)
    {
        var terms = PoolTerms.Usual;
        foreach (var resource in Enum.GetValues<PoolResource>())
        {
            if (ReadTerms(element.Attribute(NameOf(resource))?.Value) is not { } known)
            {
                return null;
            }

            terms = terms.With(resource, known);
        }

        string parent = element.Attribute("parent")?.Value ?? "";

        return element.Attribute("name")?.Value is { Length: > 0 } name
            ? new PoolClaim(new ResourcePoolId(name), parent.Length > 0 ? new ResourcePoolId(parent) : null, terms)
            : null;
    }

    private static string NameOf(PoolResource resource) => resource switch
    {
        PoolResource.Cpu => "cpu",
        PoolResource.Memory => "memory",
        PoolResource.Network => "network",
        _ => "disk",
    };

    // Reservation, limit, shares; '-' for those that are not given. Each is read back as the same number.
    private static string Write(ResourceTerms terms) =>
        $"{Write(terms.Reservation)} {Write(terms.Limit)} {Write(terms.Shares)}";

    private static string Write(double? amount) => amount?.ToString("R", CultureInfo.InvariantCulture) ?? "-";

    private static ResourceTerms? ReadTerms(string? text)
    {
        string[] parts = text?.Split(' ') ?? [];

        return parts.Length == 3 && TryRead(parts[0], out double? reservation) && TryRead(parts[1], out double? limit)
            && TryRead(parts[2], out double? shares) && reservation is { } reserved
                ? new ResourceTerms(reserved, limit, shares)
                : null;
    }

    private static bool TryRead(string text, out double? amount)
    {
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) &&
            double.IsFinite(number) && number >= 0;
        amount = isNumber ? number : null;

        return isNumber || text == "-";
    }
}
