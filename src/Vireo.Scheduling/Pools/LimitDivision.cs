using Vireo.Fleet;

namespace Vireo.Scheduling.Pools;

/// <summary>The limits of pools divided among their machines, for hypervisors that can only limit each machine by
/// itself.</summary>
/// <remarks>What the machines of a pool may use together never exceeds its limit, whatever they do until the next
/// division. A limit that is wanted beyond is divided in proportion to what each wants; what is left of one that is
/// not is given on in proportion to size, as room to grow.</remarks>
public static class LimitDivision
{
    /// <summary>Divides, pools inside others first: what those take away is not wanted further out.</summary>
    /// <param name="pools">The pools in force.</param>
    /// <param name="resource">What is divided; the amounts are in its unit.</param>
    /// <param name="machines">Who draws from them.</param>
    /// <param name="wants">What each machine wants, at least 0.</param>
    /// <param name="sizes">Weights of what is left, above 0.</param>
    /// <returns>The most that each may use; infinite where no pool above a machine has a limit.</returns>
    /// <exception cref="ArgumentException">There is not one want and one size a machine.</exception>
    public static double[] Of(
        IReadOnlyList<PoolSetting> pools, PoolResource resource, IReadOnlyList<VirtualMachineId> machines,
        ReadOnlySpan<double> wants, ReadOnlySpan<double> sizes)
    {
        ArgumentNullException.ThrowIfNull(pools);
        ArgumentNullException.ThrowIfNull(machines);
        if (wants.Length != machines.Count || sizes.Length != machines.Count)
        {
            throw new ArgumentException($"Expected {machines.Count} wants and sizes, one a machine.", nameof(wants));
        }

        double[] caps = new double[machines.Count];
        Array.Fill(caps, double.PositiveInfinity);
        var index = machines.Index().ToDictionary(machine => machine.Item, machine => machine.Index);
        var known = pools.ToDictionary(pool => pool.Pool);
        var below = MembersBelow(pools, known, index);
        foreach (var pool in pools.OrderByDescending(pool => PathOf(pool, known).Count()).ThenBy(pool => pool.Pool))
        {
            if (pool.Terms.Of(resource).Limit is { } limit && below.TryGetValue(pool.Pool, out var members))
            {
                Divide(limit, members, wants, sizes, caps);
            }
        }

        return caps;
    }

    private static void Divide(
        double limit, List<int> members, ReadOnlySpan<double> wants, ReadOnlySpan<double> sizes, double[] caps)
    {
        double wanted = 0;
        double size = 0;
        foreach (int member in members)
        {
            wanted += Math.Min(wants[member], caps[member]);
            size += sizes[member];
        }

        foreach (int member in members)
        {
            double mine = Math.Min(wants[member], caps[member]);
            double part = wanted >= limit && wanted > 0
                ? limit * mine / wanted
                : mine + ((limit - wanted) * sizes[member] / size);
            caps[member] = Math.Min(caps[member], part);
        }
    }

    private static Dictionary<ResourcePoolId, List<int>> MembersBelow(
        IReadOnlyList<PoolSetting> pools, Dictionary<ResourcePoolId, PoolSetting> known, Dictionary<VirtualMachineId, int> index)
    {
        Dictionary<ResourcePoolId, List<int>> below = [];
        foreach (var pool in pools)
        {
            List<int> members = [.. pool.VirtualMachines.Where(index.ContainsKey).Select(machine => index[machine])];
            foreach (var above in PathOf(pool, known).Where(_ => members.Count > 0))
            {
                if (!below.TryGetValue(above, out var all))
                {
                    below[above] = all = [];
                }

                all.AddRange(members);
            }
        }

        return below;
    }

    // The pool and those that it is a part of; a ring, which configuration refuses, ends after its first round.
    private static IEnumerable<ResourcePoolId> PathOf(PoolSetting pool, Dictionary<ResourcePoolId, PoolSetting> known)
    {
        HashSet<ResourcePoolId> seen = [];
        for (var at = pool; at is not null && seen.Add(at.Pool);)
        {
            yield return at.Pool;
            at = at.Parent is { } parent ? known.GetValueOrDefault(parent) : null;
        }
    }
}
