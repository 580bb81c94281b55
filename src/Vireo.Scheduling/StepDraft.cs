using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Placement;

namespace Vireo.Scheduling;

/// <summary>What one step of the decision before placement wants, and what it turned down.</summary>
/// <param name="fleet">The picture, whose instant names the actions.</param>
/// <param name="step">The step's word in identifiers and summaries, such as <c>pool</c>.</param>
internal sealed class StepDraft(FleetSnapshot fleet, string step)
{
    private readonly ImmutableArray<PlannedAction>.Builder _actions = ImmutableArray.CreateBuilder<PlannedAction>();
    private readonly ImmutableArray<Refusal>.Builder _refusals = ImmutableArray.CreateBuilder<Refusal>();

    /// <summary>What it wants so far.</summary>
    public IEnumerable<FleetAction> Actions => _actions.Select(planned => planned.Action);

    /// <summary>How many that is.</summary>
    public int Count => _actions.Count;

    /// <summary>Their names, in order.</summary>
    public IEnumerable<ActionId> Ids => _actions.Select(planned => planned.Id);

    /// <summary>What it could not place on the hosts that are on.</summary>
    public List<HomelessLoad> Homeless { get; } = [];

    /// <summary>Adds an action.</summary>
    public ActionId Add(FleetAction action, string rule, string reason, string effect, params ImmutableArray<ActionId> after)
    {
        var id = ActionNumbers.Next(fleet, step, _actions.Count + 1);
        _actions.Add(new PlannedAction(id, action, after, [rule], reason, effect, BenefitWattHours: 0, CostWattHours: 0));

        return id;
    }

    /// <summary>Adds an action that answers an incident.</summary>
    public ActionId Answer(
        IncidentAnswer? answer, FleetAction action, string rule, string reason, string effect, params ImmutableArray<ActionId> after)
    {
        var id = Add(action, rule, reason, effect, after);
        _actions[^1] = _actions[^1] with { Answers = answer };

        return id;
    }

    /// <summary>Remembers something that was not done.</summary>
    public void Refuse(EntityId entity, string rule, string reason) => _refusals.Add(new Refusal(entity, rule, reason));

    /// <summary>The picture for the steps that follow: what this one wants counts as under way.</summary>
    public FleetSnapshot UnderWay() => _actions.Count == 0 ? fleet : fleet with
    {
        InFlight = [.. fleet.InFlight, .. _actions.Select(one => new InFlightAction(one.Id, one.Action, fleet.TakenAt))],
    };

    /// <summary>This step's actions, then the plan's.</summary>
    public Plan Before(Plan plan)
    {
        if (_actions.Count == 0 && _refusals.Count == 0)
        {
            return plan;
        }

        return plan with
        {
            Actions = [.. _actions, .. plan.Actions],
            Refusals = [.. _refusals, .. plan.Refusals],
            Summary = Summary(plan),
        };
    }

    // A placement that does nothing speaks for itself alone: beside another step's actions its words would be untrue.
    private string Summary(Plan plan)
    {
        string own = $"{_actions.Count} {step} {(_actions.Count == 1 ? "action" : "actions")}.";

        return _actions.Count == 0 ? plan.Summary
            : plan.Actions.IsEmpty && plan.Refusals.IsEmpty ? own
            : plan.Actions.IsEmpty ? $"{own} {PlanDraft.TurnedDown(plan.Refusals.Length)}"
            : $"{own} {plan.Summary}";
    }
}
