using Vireo.Fleet;

namespace Vireo.Control.Tests.Ledger;

public sealed class PlacementPricingTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly Policy Policy = new() { UnservedWattHoursPerGhzHour = 200 };

    [Fact]
    public void A_host_that_was_emptied_and_switched_off_saves_what_it_drew_less_what_the_other_draws_more()
    {
        var change = Change(Fleets.Move(1, from: 1, to: 2), new PowerOffHost(Fleets.HostId(1)));

        var effect = PlacementPricing.Compare(change, Step, Rows(4_000, 8_000));

        // 100 W idle and 150 W more at full use; 4 and 8 of 40 GHz.
        Assert.Equal(100 + 15 + 100 + 30, effect.EnergyWattHoursBefore, 6);
        Assert.Equal(100 + 45, effect.EnergyWattHoursAfter, 6);
        Assert.Equal(100, effect.BenefitWattHours, 6);
        Assert.Equal((0, 0), (effect.ContentionMinutesBefore, effect.ContentionMinutesAfter));
    }

    [Fact]
    public void A_host_that_is_asked_for_more_than_it_has_is_in_contention_and_that_costs_the_policys_price()
    {
        var change = Change(Fleets.Move(1, from: 1, to: 2));

        var effect = PlacementPricing.Compare(change, Step, Rows(30_000, 15_000));

        Assert.Equal((0, 60), (effect.ContentionMinutesBefore, effect.ContentionMinutesAfter));
        Assert.Equal(5 * 200, effect.UnservedWattHoursAfter, 6);
    }

    [Fact]
    public void Demand_that_is_not_known_weighs_on_neither_side()
    {
        var change = Change(Fleets.Move(1, from: 1, to: 2));

        var effect = PlacementPricing.Compare(change, Step, Rows(double.NaN, 8_000));

        Assert.Equal(0, effect.BenefitWattHours, 6);
    }

    [Fact]
    public void What_leaves_the_placement_alone_is_nothing_to_measure() =>
        Assert.Null(PlacementChange.Before(
            Snapshot(), LoopWorld.PlanOf("p", [new PowerOffVirtualMachine(Fleets.MachineId(1))]).Actions, Policy));

    private static PlacementChange Change(params FleetAction[] actions) =>
        PlacementChange.Before(Snapshot(), LoopWorld.PlanOf("p", actions).Actions, Policy)!.With(actions);

    private static FleetSnapshot Snapshot() => FleetSnapshot.Create(
        DateTimeOffset.UnixEpoch, Fleets.Cluster, [Fleets.Host(1), Fleets.Host(2)],
        [Fleets.Machine(1, 1), Fleets.Machine(2, 2)], [], []);

    private static double[][] Rows(params double[] mhz) =>
        [.. mhz.Select(value => Enumerable.Repeat(value, 12).ToArray())];
}
