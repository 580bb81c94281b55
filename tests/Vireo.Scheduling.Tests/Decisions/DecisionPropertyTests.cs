using CsCheck;
using Vireo.Fleet;
using Vireo.Safety.Checking;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>What holds for every fleet, outlook and policy, judged by the checker that shares nothing with the
/// planner.</summary>
public class DecisionPropertyTests
{
    private static readonly string[] Forced = ["evacuate", "restart"];

    [Fact]
    public void No_plan_breaks_a_safety_rule_at_any_moment() =>
        RandomFleets.All.Sample((fleet, policy) =>
        {
            var violations = PlanChecker.Check(fleet.Plan(policy).Actions, fleet.Fleet, policy, fleet.Outlook.Hazards);

            return violations.Count == 0
                ? true
                : throw new InvalidOperationException(string.Join(" | ", violations.Select(violation => violation.ToString())));
        }, iter: 3_000);

    [Fact]
    public void Any_part_of_a_plan_in_any_order_breaks_nothing_at_any_moment() =>
        Gen.Select(RandomFleets.All, Gen.Int[0, int.MaxValue]).Sample((given, seed) =>
        {
            var (fleet, policy) = given;
            string? broken = new RandomExecution(fleet.Fleet, policy, new Random(seed)).Run(fleet.Plan(policy));

            return broken is null ? true : throw new InvalidOperationException(broken);
        }, iter: 3_000);

    [Fact]
    public void Equal_inputs_give_the_identical_plan() =>
        RandomFleets.All.Sample((fleet, policy) =>
        {
            var copied = CanonicalJson.Read<FleetSnapshot>(CanonicalJson.Write(fleet.Fleet));

            return ContentHash.Of(Scheduler.Plan(copied, fleet.Outlook, policy)) == ContentHash.Of(fleet.Plan(policy));
        }, iter: 500);

    [Fact]
    public void Pinned_machines_appear_in_no_plan() =>
        RandomFleets.All.Sample((fleet, policy) => fleet.Plan(policy).Actions.All(
            action => !policy.Pinned.Any(id => action.Action.Target == EntityId.Of(id))), iter: 1_000);

    [Fact]
    public void Rest_and_no_return_hold_unless_a_failure_forces_a_move() =>
        RandomFleets.All.Sample((fleet, policy) => fleet.Plan(policy).Actions
            .Where(action => !action.Rules.Any(rule => Forced.Contains(rule)))
            .Select(action => action.Action).OfType<Migration>()
            .All(move => fleet.Fleet.RecentMoves.All(past => past.VirtualMachine != move.VirtualMachine ||
                (SmallFleet.Now - past.At >= policy.RestAfterMove &&
                    (past.From != move.To || SmallFleet.Now - past.At >= policy.NoReturnWithin)))), iter: 1_000);

    [Fact]
    public void Machines_with_unknown_or_bad_telemetry_move_only_when_a_failure_forces_it() =>
        RandomFleets.All.Sample((fleet, policy) =>
        {
            var trusted = fleet.Outlook.VirtualMachines.Where(outlook => outlook.Quality.IsActionable)
                .Select(outlook => outlook.VirtualMachine).ToHashSet();

            return fleet.Plan(policy).Actions.Where(action => !action.Rules.Any(rule => Forced.Contains(rule)))
                .Select(action => action.Action).OfType<Migration>().All(move => trusted.Contains(move.VirtualMachine));
        }, iter: 1_000);

    [Fact]
    public void Every_action_and_every_refusal_says_why() =>
        RandomFleets.All.Sample((fleet, policy) =>
        {
            var plan = fleet.Plan(policy);

            return plan.Summary.Length > 0 && plan.Refusals.All(refusal => refusal.Reason.Length > 0) &&
                plan.Actions.All(action => action.Reason.Length > 0 && action.ExpectedEffect.Length > 0 &&
                    double.IsFinite(action.BenefitWattHours) && double.IsFinite(action.CostWattHours));
        }, iter: 1_000);

    [Fact]
    public void A_quantile_that_the_outlook_lacks_is_priced_as_the_one_that_stands_for_it() =>
        RandomFleets.All.Sample((fleet, policy) =>
        {
            var own = policy with { Strategy = PlacementStrategy.Vireo, Consolidate = true };
            var known = fleet.Plan(own with { DemandQuantile = 0.95 });
            var between = fleet.Plan(own with { DemandQuantile = 0.8 });

            return known.OptimalityGap == between.OptimalityGap &&
                known.Actions.Select(action => action.Action).SequenceEqual(between.Actions.Select(action => action.Action));
        }, iter: 500);

    [Fact]
    public void Nothing_returns_to_where_the_plan_before_took_it_from() =>
        RandomFleets.All.Sample((fleet, policy) =>
        {
            var before = fleet.Fleet;
            var first = fleet.Plan(policy);
            var left = first.Actions.Select(action => action.Action).OfType<Migration>()
                .Select(move => (move.VirtualMachine, move.From)).ToHashSet();
            var second = Scheduler.Plan(SmallFleet.After(before, first), fleet.Outlook, policy);

            return second.Actions.Where(action => !action.Rules.Any(rule => Forced.Contains(rule)))
                .Select(action => action.Action).OfType<Migration>()
                .All(move => !left.Contains((move.VirtualMachine, move.To)));
        }, iter: 1_000);

    [Fact]
    public void Through_an_hour_of_changing_demand_nothing_moves_before_it_has_rested_or_returns_too_soon() =>
        Gen.Select(RandomFleets.All, Gen.Int[0, int.MaxValue]).Sample((given, seed) =>
        {
            var (start, policy) = given;
            var random = new Random(seed);
            var fleet = start.Fleet with { InFlight = [], RecentMoves = [] };
            for (int cycle = 0; cycle < 12; cycle++)
            {
                var plan = Scheduler.Plan(fleet, Drifted(start.Outlook, random), policy);
                var next = SmallFleet.After(fleet, plan);
                if (plan.Actions.Any(action => IsTooSoon(action, fleet, policy)) ||
                    PlanChecker.Check(plan.Actions, fleet, policy, start.Outlook.Hazards).Count > 0)
                {
                    return false;
                }

                fleet = next;
            }

            return true;
        }, iter: 300);

    private static bool IsTooSoon(PlannedAction action, FleetSnapshot fleet, Policy policy) =>
        action.Action is Migration move && !action.Rules.Any(rule => Forced.Contains(rule)) &&
        fleet.RecentMoves.Any(past => past.VirtualMachine == move.VirtualMachine &&
            (fleet.TakenAt - past.At < policy.RestAfterMove ||
                (past.From == move.To && fleet.TakenAt - past.At < policy.NoReturnWithin)));

    private static Outlook Drifted(Outlook outlook, Random random) => outlook with
    {
        VirtualMachines =
        [
            .. outlook.VirtualMachines.Select(machine => machine with { Cpu = Scaled(machine.Cpu, random.NextDouble() * 2) }),
        ],
    };

    private static DemandForecast Scaled(DemandForecast forecast, double factor) =>
        forecast with { Quantiles = [.. forecast.Quantiles.Select(value => (float)(value * factor))] };
}
