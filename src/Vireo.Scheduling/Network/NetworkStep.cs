using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Network;

/// <summary>The step of the decision that makes the network follow.</summary>
internal static class NetworkStep
{
    private const string Rule = "network";

    /// <summary>Compares what stands there with what should be.</summary>
    /// <param name="fleet">The picture, with what the steps before have planned.</param>
    /// <param name="policy">What the operator wants.</param>
    /// <returns>One action a stage, each after the one before; none while an earlier change is under way.</returns>
    public static StepDraft Run(FleetSnapshot fleet, Policy policy)
    {
        var draft = new StepDraft(fleet, Rule);
        if (fleet.Network is not { } network || fleet.InFlight.Any(action => action.Action is ChangeNetwork))
        {
            return draft;
        }

        var target = EntityId.OfNetwork(network.Provider);
        if (policy.Network is not { IsEmpty: false } intent)
        {
            // Files that are not there by mistake must not take the network down.
            if (!network.State.Rows.IsEmpty)
            {
                draft.Refuse(
                    target, Rule, $"Nothing is declared of the network, and {network.State.Rows.Length} objects of ours stand. They stay; " +
                    "'vireo network apply' takes them down.");
            }

            return draft;
        }

        var standing = NetworkStanding.Of(fleet, intent, network);
        if (standing.Refusals.IsEmpty)
        {
            Add(draft, network.Provider, standing.Plan);
        }

        var told = standing.Plan.IsEmpty ? standing.Refusals : standing.Refusals.AddRange(standing.Plan.Remarks);
        foreach (string text in told)
        {
            draft.Refuse(target, Rule, text);
        }

        return draft;
    }

    private static void Add(StepDraft draft, ProviderId provider, NetworkPlan plan)
    {
        ImmutableArray<ActionId> before = [];
        foreach (var stage in plan.Stages)
        {
            bool isLast = stage == plan.Stages[^1];
            var action = new ChangeNetwork(
                provider, stage with { Changes = [.. stage.Changes.Select(change => change.Slim())] }, isLast ? plan.Losses : []);
            string effect = isLast ? Effect(plan.Losses) : "The next stage follows once all hosts have carried it out.";
            before = [draft.Add(action, Rule, Reason(stage), effect, before)];
        }
    }

    private static string Reason(OvnStage stage)
    {
        string what = stage.Kind switch
        {
            OvnStageKind.Release => "stands in the way and goes",
            OvnStageKind.Make => "is new and is made",
            OvnStageKind.Change => "stays and changes",
            _ => "is no longer wanted and goes",
        };

        return $"What {what}: {NetworkStanding.Some([.. stage.Changes.Select(change => change.ToString())])}.";
    }

    private static string Effect(ImmutableArray<ConnectivityLoss> losses) => losses.IsEmpty
        ? "The network is as declared, and nobody loses anything."
        : $"The network is as declared. {NetworkStanding.Some([.. losses.Select(loss => loss.ToString())])}.";
}
