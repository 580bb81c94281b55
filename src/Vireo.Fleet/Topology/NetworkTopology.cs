using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>What packets can pass, as it was discovered.</summary>
/// <param name="Elements">By identifier, each once.</param>
/// <param name="Links">Between elements that are there.</param>
public sealed record NetworkTopology(ImmutableArray<TopologyElement> Elements, ImmutableArray<TopologyLink> Links)
{
    /// <summary>Puts parts together that were discovered in several places: an element or link that two of them name is one,
    /// and links to what nobody knows are left out.</summary>
    public static NetworkTopology Join(params IEnumerable<NetworkTopology> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        List<NetworkTopology> all = [.. parts];
        var elements = all.SelectMany(part => part.Elements).GroupBy(element => element.Id, StringComparer.Ordinal)
            .Select(same => same.First() with { IsUp = same.All(element => element.IsUp) })
            .OrderBy(element => element.Id, StringComparer.Ordinal).ToImmutableArray();
        var known = elements.Select(element => element.Id).ToHashSet(StringComparer.Ordinal);

        return new NetworkTopology(
            elements,
            [
                .. all.SelectMany(part => part.Links)
                    .Select(link => string.CompareOrdinal(link.From, link.To) <= 0 ? link : link with { From = link.To, To = link.From })
                    .Where(link => link.From != link.To && known.Contains(link.From) && known.Contains(link.To))
                    .GroupBy(link => (link.From, link.To)).Select(same => same.MaxBy(link => link.SeenAt)!)
                    .OrderBy(link => link.Id, StringComparer.Ordinal),
            ]);
    }
}
