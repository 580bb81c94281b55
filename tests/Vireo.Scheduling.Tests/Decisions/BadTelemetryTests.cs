using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>Numbers that nobody measured hold actions and never cause one (S28).</summary>
public class BadTelemetryTests
{
    private static readonly Policy Careful = new() { SpareFaultDomains = 0, MinimumHostsOn = 1, Consolidate = false };

    [Fact]
    public void A_machine_whose_telemetry_detection_distrusts_stays()
    {
        var plan = Hot().Untrusted("small").Plan(Careful);

        Assert.DoesNotContain(plan.Actions, action => action.Action.Target == EntityId.Of(new VirtualMachineId("small")));
    }

    [Fact]
    public void A_host_whose_telemetry_detection_distrusts_is_not_relieved() =>
        Assert.Empty(Hot().Danger("h-1", HazardKind.BadTelemetry).Plan(Careful).Actions);

    [Fact]
    public void Assumed_demand_makes_no_host_hot()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 3_000);
        for (int i = 0; i < 5; i++)
        {
            fleet.Machine($"unknown-{i}", "h-1", known: false);
        }

        Assert.Empty(fleet.Plan(Careful).Actions);
    }

    [Fact]
    public void Assumed_demand_wakes_no_host()
    {
        var fleet = new SmallFleet().Host("h-1", 4_000).Host("h-2", 4_000).Host("h-3", state: HostState.Off)
            .Machine("a", "h-1", known: false).Machine("b", "h-2", known: false);

        Assert.Empty(fleet.Plan(Careful with { SpareFaultDomains = 1 }).Actions);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_forecast_that_is_no_number_counts_in_full_and_holds_the_machine(float value)
    {
        var fleet = Hot().Forecast("small", value, value, value, value, value, value);
        var plan = fleet.Plan(Careful with { SpareFaultDomains = 1, Consolidate = true });

        Assert.DoesNotContain(plan.Actions, action => action.Action.Target == EntityId.Of(new VirtualMachineId("small")));
        Assert.DoesNotContain(plan.Actions, action => action.Action is PowerOffHost);
    }

    [Fact]
    public void A_forecast_of_the_wrong_length_is_no_forecast() =>
        Assert.Empty(Hot().Forecast("small", 1).Forecast("large").Plan(Careful).Actions);

    private static SmallFleet Hot() => new SmallFleet().Host("h-1").Host("h-2").Machine("large", "h-1", 6_000, gib: 32)
        .Machine("small", "h-1", 5_000, gib: 8);
}
