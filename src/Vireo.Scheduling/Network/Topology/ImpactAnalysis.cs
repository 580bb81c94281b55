using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Network.Topology;

/// <summary>Who loses what when something of the network fails: what is left is divided into what still reaches each
/// other.</summary>
/// <remarks>O(elements + links) a failure. What is down already counts as failed before.</remarks>
public sealed class ImpactAnalysis
{
    private readonly ImmutableArray<TopologyElement> _elements;
    private readonly ImmutableArray<TopologyLink> _links;
    private readonly Dictionary<string, int> _index;
    private readonly (int From, int To)[] _ends;
    private readonly int[] _within;
    private readonly int[] _before;

    /// <summary>Prepares for a topology.</summary>
    public ImpactAnalysis(NetworkTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        (_elements, _links) = (topology.Elements, topology.Links);
        _index = _elements.Select((element, i) => (element.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        _ends = [.. _links.Select(link => (_index[link.From], _index[link.To]))];
        _within = [.. _elements.Select(element => element.Within is { } within && _index.TryGetValue(within, out int at) ? at : -1)];
        _before = Parts(Dead([]), []);
    }

    /// <summary>What may fail: every element but machines and what lies outside, and every link between two of them.</summary>
    public IEnumerable<string> Candidates =>
    [
        .. _elements.Where(MayFail).Select(element => element.Id),
        .. _links.Where((_, i) => MayFail(_elements[_ends[i].From]) && MayFail(_elements[_ends[i].To])).Select(link => link.Id),
    ];

    /// <summary>What a failure does.</summary>
    /// <param name="failed">Identifiers of elements and links that fail together.</param>
    /// <exception cref="KeyNotFoundException">There is no such element or link.</exception>
    public FailureImpact Of(params ImmutableArray<string> failed)
    {
        var links = failed.Where(id => !_index.ContainsKey(id)).ToHashSet(StringComparer.Ordinal);
        if (links.FirstOrDefault(id => !_links.Any(link => link.Id == id)) is { } unknown)
        {
            throw new KeyNotFoundException($"There is no element or link '{unknown}' in the topology. 'vireo topology show' lists them.");
        }

        bool[] gone = Dead([.. failed.Where(_index.ContainsKey).Select(id => _index[id])]);
        int[] after = Parts(gone, links);
        var ends = Enumerable.Range(0, _elements.Length).Where(at => IsEnd(_elements[at]) && _before[at] >= 0).ToList();

        return new FailureImpact(
            failed,
            [.. ends.Where(at => gone[at] && _elements[at].Kind == TopologyKind.Machine).Select(at => _elements[at].Name).Order(StringComparer.Ordinal)],
            [
                .. ends.Where(at => !gone[at]).GroupBy(at => _before[at])
                    .Select(one => one.GroupBy(at => after[at]).Select(Part).ToList())
                    .Where(parts => parts.Count > 1)
                    .Select(parts => parts.OrderByDescending(part => part.Outside.Length)
                        .ThenByDescending(part => part.Machines.Length)
                        .ThenBy(part => part.Machines.FirstOrDefault("") + part.Outside.FirstOrDefault(""), StringComparer.Ordinal)
                        .ToImmutableArray()),
            ]);
    }

    private static bool MayFail(TopologyElement element) => element.Kind is not (TopologyKind.Machine or TopologyKind.Outside);

    private static bool IsEnd(TopologyElement element) => element.Kind is TopologyKind.Machine or TopologyKind.Outside;

    private ReachablePart Part(IEnumerable<int> members)
    {
        ImmutableArray<string> Names(TopologyKind kind) =>
            [.. members.Where(at => _elements[at].Kind == kind).Select(at => _elements[at].Name).Order(StringComparer.Ordinal)];

        return new ReachablePart(Names(TopologyKind.Machine), Names(TopologyKind.Outside));
    }

    // With what lies in it, however deep.
    private bool[] Dead(HashSet<int> failed)
    {
        bool[] dead = new bool[_elements.Length];
        for (int i = 0; i < dead.Length; i++)
        {
            int at = i;
            for (int depth = 0; at >= 0 && depth <= _elements.Length && !dead[i]; depth++)
            {
                dead[i] = failed.Contains(at) || !_elements[at].IsUp;
                at = _within[at];
            }
        }

        return dead;
    }

    // For each element the number of its part; -1 where it is dead. Union-find with path halving.
    private int[] Parts(bool[] dead, HashSet<string> cut)
    {
        int[] parent = [.. Enumerable.Range(0, _elements.Length)];
        int Root(int at)
        {
            while (parent[at] != at)
            {
                at = parent[at] = parent[parent[at]];
            }

            return at;
        }

        for (int i = 0; i < _ends.Length; i++)
        {
            var (from, to) = _ends[i];
            if (!dead[from] && !dead[to] && (cut.Count == 0 || !cut.Contains(_links[i].Id)))
            {
                parent[Root(from)] = Root(to);
            }
        }

        return [.. Enumerable.Range(0, parent.Length).Select(at => dead[at] ? -1 : Root(at))];
    }
}
