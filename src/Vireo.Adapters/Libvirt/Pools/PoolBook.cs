using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Which pools are in force, as the metadata of their machines says: so they are known after a restart, and
/// one that did not reach all of its machines is not taken for set.</summary>
internal static class PoolBook
{
    /// <summary>The pools that all their machines agree on, ordered.</summary>
    /// <param name="provider">Whose machines.</param>
    /// <param name="places">All machines.</param>
    public static ImmutableArray<PoolSetting> Read(ProviderId provider, IEnumerable<MachinePlace> places)
    {
        var claims = new SortedDictionary<ResourcePoolId, List<PoolClaim>>();
        var members = new Dictionary<ResourcePoolId, List<VirtualMachineId>>();
        foreach (var (machine, chain) in places.Select(place => (place.Domain.Id, ClaimsOf(provider, place))))
        {
            foreach (var claim in chain)
            {
                AddTo(claims, claim.Pool, claim);
            }

            if (!chain.IsEmpty)
            {
                AddTo(members, chain[0].Pool, machine);
            }
        }

        return
        [
            .. claims.Where(pool => pool.Value.TrueForAll(claim => claim == pool.Value[0])).Select(pool => new PoolSetting(
                pool.Key, new ClusterId(provider.Value), provider, pool.Value[0].Parent, pool.Value[0].Terms,
                [.. members.GetValueOrDefault(pool.Key, []).Order()])),
        ];
    }

    /// <summary>The pools above a machine, the nearest first; none that another Vireo wrote.</summary>
    public static ImmutableArray<PoolClaim> ClaimsOf(ProviderId provider, MachinePlace place) =>
        place.Domain.Description?.Mark is { } mark && mark.Owner == provider.Value ? mark.Pools : [];

    /// <summary>The pools above a machine once a pool has other terms or members; the same where it is not
    /// concerned.</summary>
    /// <param name="machine">Which machine.</param>
    /// <param name="before">The pools above it now.</param>
    /// <param name="setting">The pool as it is to be.</param>
    /// <param name="known">All pools in force.</param>
    public static ImmutableArray<PoolClaim> ClaimsAfter(
        VirtualMachineId machine, ImmutableArray<PoolClaim> before, PoolSetting setting, IReadOnlyList<PoolSetting> known)
    {
        if (setting.VirtualMachines.Contains(machine))
        {
            return PathFrom(setting, known);
        }

        int at = before.Select(claim => claim.Pool).ToList().IndexOf(setting.Pool);

        // It leaves the pool; or the pool is one further up, and what stands below that stays.
        return at switch
        {
            < 0 => before,
            0 => [],
            _ => [.. before[..at], .. setting.IsReleased ? [] : PathFrom(setting, known)],
        };
    }

    private static ImmutableArray<PoolClaim> PathFrom(PoolSetting setting, IReadOnlyList<PoolSetting> known)
    {
        List<PoolClaim> path = [];
        for (var at = setting; at is not null && path.TrueForAll(claim => claim.Pool != at.Pool);)
        {
            path.Add(new PoolClaim(at.Pool, at.Parent, at.Terms));
            at = at.Parent is { } parent ? known.FirstOrDefault(pool => pool.Pool == parent) : null;
        }

        return [.. path];
    }

    private static void AddTo<T>(IDictionary<ResourcePoolId, List<T>> lists, ResourcePoolId pool, T item)
    {
        if (!lists.TryGetValue(pool, out var list))
        {
            lists[pool] = list = [];
        }

        list.Add(item);
    }
}
