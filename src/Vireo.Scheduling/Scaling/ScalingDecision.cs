using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Scaling;

/// <summary>What is done about a group's replicas now.</summary>
/// <param name="Wanted">Replicas that the rules want together, within the bounds.</param>
/// <param name="Create">How many are ordered.</param>
/// <param name="Remove">How many are drained, at most one.</param>
/// <param name="Proposals">What each rule wants.</param>
/// <param name="Reason">Why so many are ordered or removed, or would be by a group that is only shown, or why nothing is
/// done; names the bound where one decides; sentences with figures.</param>
public sealed record ScalingDecision(
    int Wanted, int Create, int Remove, ImmutableArray<ScalingProposal> Proposals, string Reason)
{
    /// <summary>Whether history alone wants so many: no new evidence of a need.</summary>
    public bool IsAhead { get; init; }

    /// <summary>Whether a metric of the replicas wants more of them: what it shows is remembered.</summary>
    public bool IsByMetric { get; init; }

    /// <summary>The incident because of which so many are wanted; null where the group's rules want as many.</summary>
    public IncidentAnswer? Answers { get; init; }
}
