using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Server.Configuration.Documents;

/// <summary>Members that several pools claim: of two only the first would get them, which nobody means.</summary>
internal static class PoolClaims
{
    /// <summary>Reports claims that come to nothing.</summary>
    /// <param name="pools">As they were read.</param>
    /// <param name="inForce">Pools that stay unless one of the same name was read; they come first.</param>
    public static void Require(List<Located<PoolSettings>> pools, ImmutableArray<PoolSettings> inForce)
    {
        var read = pools.Select(pool => pool.Value.Pool.Id).ToHashSet();
        List<PoolSettings> before = [.. inForce.Where(pool => !read.Contains(pool.Pool.Id))];
        foreach (var pool in pools)
        {
            foreach (var other in before.Where(other => AreNeighbours(pool.Value, other)))
            {
                Compare(pool, other.Pool);
            }

            before.Add(pool.Value);
        }
    }

    // Pools of two providers divide two clusters.
    private static bool AreNeighbours(PoolSettings one, PoolSettings other) =>
        one.Pool.Id != other.Pool.Id &&
        (one.Provider.Length == 0 || other.Provider.Length == 0 || one.Provider == other.Provider);

    private static void Compare(Located<PoolSettings> pool, ResourcePool other)
    {
        var own = pool.Value.Pool;
        foreach (var machine in own.VirtualMachines.Intersect(other.VirtualMachines))
        {
            pool.Report("vms", $"'{machine}' is claimed by pool '{other.Id}' as well. A machine draws from one pool; name it in one of them.");
        }

        foreach (var group in own.Groups.Intersect(other.Groups))
        {
            pool.Report("groups", $"Group '{group}' is claimed by pool '{other.Id}' as well. Name it in one of them.");
        }

        foreach (string name in own.Names)
        {
            if (other.Names.FirstOrDefault(pattern => NamePattern.Matches(pattern, name)) is { } wider)
            {
                pool.Report("names", wider == name
                    ? $"'{name}' is claimed by pool '{other.Id}' as well. Name it in one of them."
                    : $"All that '{name}' names is claimed by '{wider}' of pool '{other.Id}', which comes first. Put the narrower one first, or " +
                        "name machines by 'vms'.");
            }
        }
    }
}
