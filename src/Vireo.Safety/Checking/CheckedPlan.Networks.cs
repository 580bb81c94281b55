using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <content>The network between its stages.</content>
internal sealed partial class CheckedPlan
{
    private NetworkSight? _network;
    private bool _isNetworkKnown;

    // Management is kept at every stage, not only at the end; and no change takes from more machines at once than an hour may
    // touch (S35). Machines that are gone lose nothing.
    private (string Rule, string Reason)? ChangeNetwork(ChangeNetwork change)
    {
        if (!_isNetworkKnown)
        {
            (_network, _isNetworkKnown) = (_fleet.Network, true);
        }

        if (NetworkReview.WhyNot(change, _network, _policy) is { } reason)
        {
            return ("network", reason);
        }

        var names = _fleet.VirtualMachines.Select(machine => machine.Name).ToHashSet(StringComparer.Ordinal);
        int touched = NetworkReview.LossesOf(change, _network!).Select(loss => loss.Machine).Where(names.Contains).Distinct().Count();
        if (touched > _policy.MaxActionsPerHour)
        {
            return ("S35",
                $"{touched} machines would lose something at once, and maxActionsPerHour is {_policy.MaxActionsPerHour}. " +
                "Change fewer of them at a time, or carry it out with 'vireo network apply'.");
        }

        _network = _network! with { State = change.Stage.Of(_network.State) };

        return null;
    }
}
