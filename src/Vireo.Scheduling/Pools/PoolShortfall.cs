using Vireo.Fleet;

namespace Vireo.Scheduling.Pools;

/// <summary>A part of a reservation that cannot be guaranteed: its parent, or the cluster, has no room for
/// it.</summary>
/// <param name="Pool">Whose reservation.</param>
/// <param name="Resource">Of which resource.</param>
/// <param name="Missing">How much of it, in the resource's unit.</param>
/// <param name="Reason">One sentence with figures.</param>
public sealed record PoolShortfall(ResourcePoolId Pool, PoolResource Resource, double Missing, string Reason);
