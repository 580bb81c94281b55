using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Pools;

namespace Vireo.Server.Api.Pools;

/// <summary>A resource pool with its members.</summary>
/// <param name="Cluster">Whose capacity it is a part of.</param>
/// <param name="Pool">What it is promised, needs, may use, lends and borrows, by the newest decision's inputs.</param>
/// <param name="Used">What its machines, and those of pools below it, use now, as measured.</param>
/// <param name="Enforced">As providers enforce it; empty when none does.</param>
/// <param name="Shortfalls">Why parts of its reservation cannot be guaranteed, and by how much; empty when they
/// can.</param>
/// <param name="Members">The machines that draw from it directly, with what each may use.</param>
public sealed record PoolDetails(
    ClusterId Cluster,
    PoolStanding Pool,
    PoolUse Used,
    ImmutableArray<PoolSetting> Enforced,
    ImmutableArray<string> Shortfalls,
    ImmutableArray<PoolMember> Members);
