using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Network;
using Vireo.Scheduling.Network.Ovn;

namespace Vireo.Safety;

/// <summary>Whether a change of the network may be made to what stands there; asked of whole plans, stage by stage, and of
/// each stage before it starts.</summary>
internal static class NetworkReview
{
    /// <summary>Why it must not be made; null when it may.</summary>
    /// <param name="change">The stage.</param>
    /// <param name="sight">What stands there.</param>
    /// <param name="policy">What is declared.</param>
    public static string? WhyNot(ChangeNetwork change, NetworkSight? sight, Policy policy)
    {
        if (sight is null || sight.Provider != change.Provider)
        {
            return $"Provider '{change.Provider}', which manages the network, does not answer.";
        }

        if (policy.Network is not { } intent)
        {
            return "Nothing is declared of the network any more.";
        }

        if (change.Stage.WhyNot(sight.State) is { } changed)
        {
            return $"{changed} Somebody else changed the network.";
        }

        var losses = LossesOf(change, sight);

        return ProtectedNetworks.WhyNot(intent, losses, sight.Management).FirstOrDefault();
    }

    /// <summary>What machines cannot do after the stage that they can do before it.</summary>
    public static ImmutableArray<ConnectivityLoss> LossesOf(ChangeNetwork change, NetworkSight sight) =>
        OvnConnectivity.Losses(sight.State.Rows, change.Stage.Of(sight.State).Rows);
}
