using Vireo.Fleet;

namespace Vireo.Scheduling.Scaling;

/// <summary>What one rule wants.</summary>
/// <param name="Rule">Its name in explanations.</param>
/// <param name="Replicas">How many; never less than this rule thinks safe.</param>
/// <param name="Reason">One phrase with figures.</param>
public sealed record ScalingProposal(string Rule, int Replicas, string Reason)
{
    /// <summary>The incident that a remedy answers with it; null for the group's own rules.</summary>
    public IncidentAnswer? Answers { get; init; }
}
