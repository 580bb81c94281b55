using Vireo.Fleet;
using Vireo.Scheduling.Pools;

namespace Vireo.Server.Configuration.Documents;

/// <summary>What resource pools say about each other: parents exist, form no circle and reserve what their parts
/// reserve.</summary>
internal static class PoolReferences
{
    /// <summary>Reports what does not fit together.</summary>
    public static void Require(List<Located<PoolSettings>> pools, IReadOnlyCollection<string> providers)
    {
        var byName = new Dictionary<ResourcePoolId, Located<PoolSettings>>();
        foreach (var pool in pools)
        {
            byName.TryAdd(pool.Value.Pool.Id, pool);
        }

        foreach (var pool in pools)
        {
            RequireProvider(pool, providers);
            RequireParent(pool, byName);
        }

        var all = pools.Select(pool => pool.Value.Pool).DistinctBy(pool => pool.Id).ToList();
        foreach (var shortfall in PoolAdmission.Check(all, _ => double.PositiveInfinity))
        {
            byName[shortfall.Pool].Report(Word(shortfall.Resource), shortfall.Reason);
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
        Located<PoolSettings> pool, Dictionary<ResourcePoolId, Located<PoolSettings>> byName)
    {
        if (pool.Value.Pool.Parent is not { } parent)
        {
            return;
        }

        if (!byName.ContainsKey(parent))
        {
            string nearest = NearestWord.Of(parent.Value, byName.Keys.Select(known => known.Value)) is { } near
                ? $" The nearest is '{near}'."
                : "";
            pool.Report("parent", $"There is no resource pool named '{parent}'.{nearest}");

            return;
        }

        ResourcePoolId? above = parent;
        for (int steps = 0; above is { } id && byName.TryGetValue(id, out var next); steps++)
        {
            if (id == pool.Value.Pool.Id || steps > byName.Count)
            {
                pool.Report("parent", $"The pools above '{pool.Value.Pool.Id}' form a circle. One of them has to be part of the cluster.");

                return;
            }

            above = next.Value.Pool.Parent;
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
