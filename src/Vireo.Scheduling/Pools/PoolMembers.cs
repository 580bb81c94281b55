using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Pools;

/// <summary>Which machines draw from a pool, directly or from a pool below it.</summary>
public static class PoolMembers
{
    /// <summary>All configured pools with their machines.</summary>
    public static ImmutableSortedDictionary<ResourcePoolId, ImmutableArray<VirtualMachineId>> Below(
        FleetSnapshot fleet, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(policy);
        var layout = new PoolLayout(fleet, policy);

        return layout.Configured.ToImmutableSortedDictionary(
            pool => pool.Id, pool => layout.MachinesBelow(pool.Id).Select(machine => machine.Id).ToImmutableArray());
    }
}
