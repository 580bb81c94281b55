using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Pools;

/// <summary>Resource pools as a hypervisor enforces them, one resource at a time: limits over all hosts, and on a host
/// that is short each pool's reservation and shares, in proportion to what it wants there.</summary>
public sealed class PoolEnforcement
{
    private readonly SortedDictionary<ResourcePoolId, PoolSetting> _pools = [];
    private readonly Dictionary<int, ResourcePoolId> _poolOf = [];
    private readonly Dictionary<ResourcePoolId, double>[] _wants = ForEachResource();
    private readonly Dictionary<ResourcePoolId, double>[] _bounds = ForEachResource();

    /// <summary>Whether no pool is in force.</summary>
    public bool IsEmpty => _pools.Count == 0;

    /// <summary>Pools in force, ordered.</summary>
    public ImmutableArray<PoolSetting> Show() => [.. _pools.Values];

    /// <summary>Whether a pool was ever put in force.</summary>
    public bool Knows(ResourcePoolId pool) => _pools.ContainsKey(pool);

    /// <summary>Puts terms in force for the machines with these indices, and for no others.</summary>
    public void Set(PoolSetting setting, IReadOnlyList<int> members)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(members);
        _pools[setting.Pool] = setting;
        foreach (int former in _poolOf.Where(pair => pair.Value == setting.Pool).Select(pair => pair.Key).ToList())
        {
            _poolOf.Remove(former);
        }

        foreach (int member in members)
        {
            _poolOf[member] = setting.Pool;
        }
    }

    /// <summary>Takes in what machines want of a resource, and by how much every pool's limit cuts that.</summary>
    /// <param name="resource">Which.</param>
    /// <param name="wanted">Of the machine with an index; 0 when it does not run.</param>
    public void Ask(PoolResource resource, Func<int, double> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (IsEmpty)
        {
            return;
        }

        var (wants, bounds) = (_wants[(int)resource], _bounds[(int)resource]);
        wants.Clear();
        foreach (var (index, pool) in _poolOf)
        {
            double want = wanted(index);
            for (ResourcePoolId? at = pool; at is { } id; at = _pools.GetValueOrDefault(id)?.Parent)
            {
                wants[id] = wants.GetValueOrDefault(id) + want;
            }
        }

        foreach (var pool in _pools.Values)
        {
            double want = wants.GetValueOrDefault(pool.Pool);
            bounds[pool.Pool] = pool.Terms.Of(resource).Limit is { } limit && want > limit ? limit / want : 1;
        }
    }

    /// <summary>The part of its wish that the limits above a machine leave, 0 to 1.</summary>
    public double BoundOf(int machine, PoolResource resource)
    {
        double bound = 1;
        if (!IsEmpty && _poolOf.TryGetValue(machine, out var pool))
        {
            for (ResourcePoolId? at = pool; at is { } id; at = _pools.GetValueOrDefault(id)?.Parent)
            {
                bound = Math.Min(bound, _bounds[(int)resource].GetValueOrDefault(id, 1));
            }
        }

        return bound;
    }

    /// <summary>Fills in which part of its wish each resident of a host that is short gets, 0 to 1.</summary>
    /// <param name="resource">Which.</param>
    /// <param name="capacity">Of the host.</param>
    /// <param name="residents">Indices of the machines on it.</param>
    /// <param name="wants">What each wants within the limits of its pools.</param>
    /// <param name="sizes">Weights of machines without shares of their own.</param>
    /// <param name="cuts">Receives the parts.</param>
    public void Divide(
        PoolResource resource, double capacity, ReadOnlySpan<int> residents, ReadOnlySpan<double> wants,
        ReadOnlySpan<double> sizes, Span<double> cuts)
    {
        var children = new SortedDictionary<ResourcePoolId, List<int>>();
        var loose = new List<int>();
        for (int i = 0; i < residents.Length; i++)
        {
            if (_poolOf.TryGetValue(residents[i], out var pool))
            {
                if (!children.TryGetValue(pool, out var members))
                {
                    children[pool] = members = [];
                }

                members.Add(i);
            }
            else
            {
                loose.Add(i);
            }
        }

        var tree = LayOut(children, loose, residents.Length, out int[] leafOf);
        double rate = Promise(tree, children, resource, wants, sizes);
        for (int i = 0; i < residents.Length; i++)
        {
            tree.Demand[At(leafOf[i], resource)] = wants[i];
            tree.Shares[At(leafOf[i], resource)] = Math.Max(1e-9, sizes[i] * rate);
        }

        double[] available = new double[EntitlementTree.Resources];
        available[(int)resource] = capacity;
        double[] entitled = Entitlements.Of(tree, available);
        for (int i = 0; i < residents.Length; i++)
        {
            cuts[i] = wants[i] > 0 ? entitled[At(leafOf[i], resource)] / wants[i] : 1;
        }
    }

    // The host, the pools in it, then its residents level by level.
    private static EntitlementTree LayOut(
        SortedDictionary<ResourcePoolId, List<int>> children, List<int> loose, int residents, out int[] leafOf)
    {
        int pools = children.Count;
        int count = 1 + pools + residents;
        int[] first = new int[count];
        int[] counts = new int[count];
        int[] leaves = leafOf = new int[residents];
        Array.Fill(first, -1);
        (first[0], counts[0]) = (1, pools + loose.Count);
        int next = 1 + pools;
        foreach (int resident in loose)
        {
            leaves[resident] = next++;
        }

        int node = 1;
        foreach (var members in children.Values)
        {
            (first[node], counts[node]) = (next, members.Count);
            members.ForEach(resident => leaves[resident] = next++);
            node++;
        }

        return new EntitlementTree(first, counts);
    }

    // Pools in pools stand side by side here: their terms are the part of the whole pool's that is wanted on this host.
    // Who has no shares weighs by size, at the rate of those that have some; that rate is returned.
    private double Promise(
        EntitlementTree tree, SortedDictionary<ResourcePoolId, List<int>> children, PoolResource resource,
        ReadOnlySpan<double> wants, ReadOnlySpan<double> sizes)
    {
        tree.IsPool[0] = true;
        double[] sizeOf = new double[children.Count + 1];
        var (shares, weighed) = (0.0, 0.0);
        int node = 1;
        foreach (var (pool, members) in children)
        {
            double wanted = 0;
            foreach (int resident in members)
            {
                wanted += wants[resident];
                sizeOf[node] += sizes[resident];
            }

            double whole = _wants[(int)resource].GetValueOrDefault(pool);
            double part = whole > 0 ? Math.Min(1, wanted / whole) : 0;
            var terms = _pools[pool].Terms.Of(resource);
            tree.IsPool[node] = true;
            tree.Reservation[At(node, resource)] = terms.Reservation * part;
            tree.Shares[At(node, resource)] = terms.Shares is { } own ? own * part : double.NaN;
            shares += (terms.Shares ?? 0) * part;
            weighed += terms.Shares is null ? 0 : sizeOf[node];
            node++;
        }

        double rate = shares > 0 && weighed > 0 ? shares / weighed : 1;
        for (node = 1; node <= children.Count; node++)
        {
            double own = tree.Shares[At(node, resource)];
            tree.Shares[At(node, resource)] = Math.Max(1e-9, double.IsNaN(own) ? sizeOf[node] * rate : own);
        }

        return rate;
    }

    private static int At(int node, PoolResource resource) => (node * EntitlementTree.Resources) + (int)resource;

    private static Dictionary<ResourcePoolId, double>[] ForEachResource() =>
        [.. Enumerable.Range(0, EntitlementTree.Resources).Select(_ => new Dictionary<ResourcePoolId, double>())];
}
