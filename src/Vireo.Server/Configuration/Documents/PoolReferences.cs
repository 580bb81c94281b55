using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Pools;

namespace Vireo.Server.Configuration.Documents;

/// <summary>What resource pools say about each other: parents exist, form no circle and reserve what their parts
/// reserve.</summary>
internal static class PoolReferences
{
    /// <summary>Reports what does not fit together.</summary>
    /// <param name="pools">As they were read.</param>
    /// <param name="providers">Those that are configured; none when that is not known.</param>
    /// <param name="inForce">Pools that stay unless one of the same name was read.</param>
    /// <param name="unread">What may be referred to although it could not be read.</param>
    public static void Require(
        List<Located<PoolSettings>> pools, IReadOnlyCollection<string> providers, ImmutableArray<PoolSettings> inForce,
        UnreadDocuments unread)
    {
        var read = pools.Select(pool => pool.Value.Pool.Id).ToHashSet();
        List<ResourcePool> kept = [.. inForce.Select(pool => pool.Pool).Where(pool => !read.Contains(pool.Id))];
        var byName = new Dictionary<ResourcePoolId, Located<PoolSettings>>();
        foreach (var pool in pools)
        {
            byName.TryAdd(pool.Value.Pool.Id, pool);
        }

        foreach (var pool in pools)
        {
            if (!unread.MayHold("Provider", pool.Value.Provider))
            {
                RequireProvider(pool, providers);
            }

            if (pool.Value.Pool.Parent is not { } parent || !unread.MayHold("ResourcePool", parent.Value))
            {
                RequireParent(pool, byName, kept);
            }
        }

        List<ResourcePool> all = [.. kept, .. pools.Select(pool => pool.Value.Pool).DistinctBy(pool => pool.Id)];
        foreach (var shortfall in PoolAdmission.Check(all, _ => double.PositiveInfinity))
        {
            // A pool that stays can fall short only because of what was read: its parent shrank.
            if ((byName.GetValueOrDefault(shortfall.Pool) ?? pools.FirstOrDefault()) is { } blamed)
            {
                blamed.Report(Word(shortfall.Resource), shortfall.Reason);
            }
        }
    }

    private static void RequireProvider(Located<PoolSettings> pool, IReadOnlyCollection<string> providers)
    {
        string wanted = pool.Value.Provider;
        if (wanted.Length > 0 && providers.Count > 0 && !providers.Contains(wanted))
        {
            pool.Report("provider", $"There is no provider named '{wanted}'. The nearest is '{NearestWord.Of(wanted, providers)}'.");
        }
    }

    private static void RequireParent(
        Located<PoolSettings> pool, Dictionary<ResourcePoolId, Located<PoolSettings>> byName, List<ResourcePool> kept)
    {
        ResourcePool? Find(ResourcePoolId id) =>
            byName.TryGetValue(id, out var found) ? found.Value.Pool : kept.Find(one => one.Id == id);
        if (pool.Value.Pool.Parent is not { } parent)
        {
            return;
        }

        if (Find(parent) is null)
        {
            var known = byName.Keys.Concat(kept.Select(one => one.Id)).Select(one => one.Value);
            string nearest = NearestWord.Of(parent.Value, known) is { } near
                ? $" The nearest is '{near}'."
                : "";
            pool.Report("parent", $"There is no resource pool named '{parent}'.{nearest}");

            return;
        }

        ResourcePoolId? above = parent;
        for (int steps = 0; above is { } id && Find(id) is { } next; steps++)
        {
            if (id == pool.Value.Pool.Id || steps > byName.Count + kept.Count)
            {
                pool.Report("parent", $"The pools above '{pool.Value.Pool.Id}' form a circle. One of them has to be part of the cluster.");

                return;
            }

            above = next.Parent;
        }
    }

    private static string Word(PoolResource resource) => resource switch
    {
        PoolResource.Cpu => "cpu",
        PoolResource.Memory => "memory",
        PoolResource.Network => "network",
        _ => "disk",
    };
}
