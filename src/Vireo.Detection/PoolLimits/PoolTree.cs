using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Who draws from a pool, as providers enforce it.</summary>
internal static class PoolTree
{
    /// <summary>The machines in a pool and in those below it.</summary>
    public static IEnumerable<VirtualMachineId> MembersBelow(FleetSnapshot fleet, ResourcePoolId pool) =>
        fleet.Pools.Where(setting => setting.Pool == pool || Above(fleet, setting).Contains(pool))
            .SelectMany(setting => setting.VirtualMachines).Distinct();

    /// <summary>The pools that a pool is a part of, the nearest first.</summary>
    public static IEnumerable<ResourcePoolId> Above(FleetSnapshot fleet, PoolSetting pool)
    {
        var above = pool.Parent;
        for (int steps = 0; above is { } id && steps <= fleet.Pools.Length; steps++)
        {
            yield return id;
            above = fleet.Pools.FirstOrDefault(setting => setting.Pool == id)?.Parent;
        }
    }
}
