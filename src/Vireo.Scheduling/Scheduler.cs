using Vireo.Fleet;
using Vireo.Scheduling.Deploying;
using Vireo.Scheduling.Network;
using Vireo.Scheduling.Ordering;
using Vireo.Scheduling.Placement;
using Vireo.Scheduling.Placement.Model;
using Vireo.Scheduling.Placement.Peers;
using Vireo.Scheduling.Placement.Steps;
using Vireo.Scheduling.Placement.Wishes;
using Vireo.Scheduling.Pools;
using Vireo.Scheduling.Remedies;
using Vireo.Scheduling.Scaling;
using Vireo.Scheduling.Sizing;

namespace Vireo.Scheduling;

/// <summary>The decision: a pure function of fleet, outlook and policy.</summary>
public static class Scheduler
{
    /// <summary>Decides. No clock, no I/O, no hidden randomness: equal inputs give an equal plan.</summary>
    /// <param name="fleet">The picture to act on.</param>
    /// <param name="outlook">What demand will be; a machine it does not know is left where it is (S28).</param>
    /// <param name="policy">What the operator wants.</param>
    public static Plan Plan(FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        var orders = OrderStep.Run(fleet);
        var remedies = RemedyStep.Run(orders.UnderWay(), outlook, policy);
        var scaling = ScaleStep.Run(remedies.UnderWay(), outlook, policy);
        var deploying = DeployStep.Run(scaling.UnderWay(), outlook, policy);
        var sizing = SizeStep.Run(deploying.UnderWay(), outlook, policy);
        var pools = PoolStep.Run(fleet, outlook, policy);
        var network = NetworkStep.Run(sizing.UnderWay(), policy);

        StepDraft[] before = [orders, remedies, scaling, deploying, sizing, pools, network];
        int left = ActionBudget.Left(fleet, policy) - before.Sum(step => step.Count);
        var rest = new BeforePlacement([.. scaling.Homeless, .. deploying.Homeless], Math.Max(0, left));
        var plan = before.Reverse().Aggregate(
            Place(sizing.UnderWay(), outlook, policy, rest), (plan, step) => step.Before(plan));

        return new MachineNames(fleet.VirtualMachines).In(ActionBudget.Keep(plan, fleet, policy));
    }

    /// <summary>Only what people ordered, so that it can be reviewed before it is taken.</summary>
    /// <param name="fleet">The picture, with the orders.</param>
    public static Plan PlanOrders(FleetSnapshot fleet) => OrderStep.Run(fleet).Before(Fleet.Plan.Empty("Nothing else was looked at."));

    private static Plan Place(
        FleetSnapshot fleet, Outlook outlook, Policy policy, BeforePlacement before) => policy.Strategy switch
        {
            PlacementStrategy.None => Fleet.Plan.Empty("The policy moves nothing."),
            _ when PeerDecision.Knows(policy.Strategy) => PeerDecision.Plan(fleet, outlook, policy),
            PlacementStrategy.Threshold => Decide(fleet, outlook, policy, DemandTable.Current(fleet, outlook), before),
            _ => Decide(fleet, outlook, policy, DemandTable.Forecast(fleet, outlook, policy.DemandQuantile), before),
        };

    // Safety first, wishes last; each step sees what the steps before it have planned.
    private static Plan Decide(
        FleetSnapshot fleet, Outlook outlook, Policy policy, DemandTable demand, BeforePlacement before)
    {
        var context = new PlacementContext(fleet, outlook, policy, demand) { MostActions = before.ActionsLeft };
        foreach (var load in before.Homeless)
        {
            context.NeedHost(load);
        }

        Contradictions.Refuse(context, outlook);
        int[] start = [.. context.Model.HostOf];

        Fencing.Run(context);
        Evacuation.Run(context);
        Restart.Run(context);
        RuleRepair.Run(context);
        MemoryRelief.Run(context);
        Relief.Run(context);
        if (policy.Balance)
        {
            Balance.Run(context);
        }

        // A host that had to be woken is a sign of rising load: not the moment to pack tighter.
        if (policy.Consolidate && !context.IsWaking)
        {
            Consolidation.Run(context, emptiesHosts: true);
        }
        else if (!context.Model.Wishes.IsEmpty && !context.IsWaking)
        {
            Consolidation.Run(context, emptiesHosts: false);
        }

        HostPower.Run(context);
        HostMaintenance.Run(context);
        context.Draft.OptimalityGap ??= PlanGap.Of(context, start);

        context.Draft.BrokenWishes = WishReport.Of(context);

        return context.Draft.ToPlan();
    }

    /// <summary>What the steps before placement leave to it: loads without a host, and actions that may still be
    /// started.</summary>
    private sealed record BeforePlacement(IReadOnlyList<HomelessLoad> Homeless, int ActionsLeft);
}
