using System.Collections.Immutable;

namespace Vireo.Scheduling.Deploying.Recurring;

/// <summary>What is remembered of past needs, as it was recorded.</summary>
/// <param name="From">Since when all of it is known.</param>
/// <param name="Until">The instant from which it is looked at.</param>
/// <param name="Requests">Oldest first.</param>
/// <param name="Growths">Oldest first.</param>
/// <param name="Failovers">Oldest first.</param>
public sealed record NeedHistory(
    DateTimeOffset From,
    DateTimeOffset Until,
    ImmutableArray<PastRequest> Requests,
    ImmutableArray<PastGrowth> Growths,
    ImmutableArray<PastFailover> Failovers)
{
    /// <summary>How far back needs are remembered: what nobody has asked for in so long has ended.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(56);
}
