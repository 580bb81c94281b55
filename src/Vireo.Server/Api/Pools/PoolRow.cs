using Vireo.Fleet;
using Vireo.Scheduling.Pools;

namespace Vireo.Server.Api.Pools;

/// <summary>A resource pool in a list.</summary>
/// <param name="Cluster">Whose capacity it is a part of.</param>
/// <param name="Pool">What it is promised, needs, may use, lends and borrows, by the newest decision's inputs.</param>
/// <param name="Used">What its machines use now, as measured.</param>
/// <param name="IsEnforced">Whether a provider enforces it.</param>
public sealed record PoolRow(ClusterId Cluster, PoolStanding Pool, PoolUse Used, bool IsEnforced);
