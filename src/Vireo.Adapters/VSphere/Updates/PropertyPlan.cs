using System.Collections.Immutable;
using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>Which properties of which objects are collected.</summary>
/// <param name="Paths">Paths by type.</param>
/// <param name="Start">The object from which the others are found.</param>
/// <param name="Property">The property of it that lists them.</param>
internal sealed record PropertyPlan(
    ImmutableArray<(string Type, ImmutableArray<string> Paths)> Paths, ManagedObject Start, string Property)
{
    /// <summary>As a filter of the property collector (PropertyFilterSpec).</summary>
    public XElement Filter(string name) => Vim.Element(
        name,
        Paths.Select(one => Vim.Element(
            "propSet", Vim.Element("type", one.Type), one.Paths.Select(path => Vim.Element("pathSet", path)))),
        Vim.Element(
            "objectSet",
            Start.As("obj"),
            Vim.Element("skip", true),
            Vim.Typed(
                "selectSet", "TraversalSpec",
                Vim.Element("name", "members"),
                Vim.Element("type", Start.Type),
                Vim.Element("path", Property),
                Vim.Element("skip", false))));

    /// <summary>A filter for properties of one object.</summary>
    public static XElement Single(string name, ManagedObject target, params string[] paths) => Vim.Element(
        name,
        Vim.Element("propSet", Vim.Element("type", target.Type), paths.Select(path => Vim.Element("pathSet", path))),
        Vim.Element("objectSet", target.As("obj"), Vim.Element("skip", false)));
}
