using Vireo.Control;
using Vireo.Fleet;
using Vireo.Scheduling.Deploying.Recurring;

namespace Vireo.Server.Api.Needs;

/// <summary>What history shows to be needed again, in a list.</summary>
/// <param name="Cluster">Where.</param>
/// <param name="Need">What, how often it was seen, and the chance of that without any pattern.</param>
/// <param name="What">In words.</param>
/// <param name="NextAt">When it returns; null for a need that has no times.</param>
/// <param name="ReadyAt">When Vireo begins to make ready for it; null where it has no time, or begins at once.</param>
/// <param name="Handling">What Vireo does about it, or why it does nothing.</param>
public sealed record NeedRow(
    ClusterId Cluster, RecurringNeed Need, string What, DateTimeOffset? NextAt, DateTimeOffset? ReadyAt, string Handling)
{
    internal static NeedRow Of(ClusterId cluster, RecurringNeed need, LoopState state)
    {
        var next = need.Next(state.At);

        return new NeedRow(
            cluster, need, WhatOf(need), next,
            need.Machine is { } machine ? next - ExpectedDeployments.LeadOf(machine.Template, state.Fleet) : next,
            HandlingOf(need, state));
    }

    private static string WhatOf(RecurringNeed need) => need.Kind switch
    {
        NeedKind.Request => $"{need.Count} of template '{need.Machine?.Template}'",
        NeedKind.Growth => $"{need.Count} replicas of group '{need.Group}'",
        _ => $"{need.Count} replica of group '{need.Group}' that stands by",
    };

    private static string HandlingOf(RecurringNeed need, LoopState state)
    {
        var mode = state.Policy.ModeFor(EntityId.Of(state.Fleet.Cluster));

        return need.Obstacle.Length > 0 ? $"Only shown: {need.Obstacle}"
            : !state.Policy.DeployFromHistory ? "Only shown: deployFromHistory is off in the policy."
            : mode switch
            {
                OperatingMode.Autopilot => "Made ready ahead by itself.",
                OperatingMode.Approve => "Proposed ahead; waits for approval.",
                _ => $"Only shown: the mode is {mode}.",
            };
    }
}
