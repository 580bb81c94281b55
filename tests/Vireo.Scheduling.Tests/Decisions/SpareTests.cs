using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>The room kept for a lost fault domain (S6, S7).</summary>
public class SpareTests
{
    private static readonly Policy Saving = new() { SpareFaultDomains = 1, MinimumHostsOn = 1, Consolidate = true };

    [Fact]
    public void Room_in_pieces_that_no_machine_fits_is_no_spare()
    {
        // Enough bytes in all without the empty host, but nowhere 12 GiB in one piece should h-1 be lost.
        var fleet = new SmallFleet().Host("h-1", gib: 16).Host("h-2", gib: 16).Host("h-3", gib: 16).Host("h-4", gib: 16)
            .Machine("large", "h-1", 100, gib: 12).Machine("b", "h-2", 100, gib: 8).Machine("c", "h-3", 100, gib: 8);

        var plan = fleet.Plan(Saving with { MigrationWattHoursPerGib = 1_000 });

        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Rule == "S6");
    }

    [Fact]
    public void A_host_that_is_likely_to_fail_is_no_refuge()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Host("h-3", state: HostState.Off).Machine("a", "h-1")
            .Danger("h-2", HazardKind.HostFailing);

        Assert.Equal(new PowerOnHost(new("h-3")), Assert.Single(fleet.Plan(Saving).Actions).Action);
    }

    [Fact]
    public void Two_domains_at_once_need_more_than_one()
    {
        var fleet = new SmallFleet().Host("h-1", gib: 8).Host("h-2", gib: 8).Host("h-3", gib: 8).Machine("a", "h-1", 100)
            .Machine("b", "h-2", 100).Machine("c", "h-3", 100);
        var still = Saving with { Consolidate = false };

        Assert.Empty(fleet.Host("h-4", gib: 8, state: HostState.Off).Plan(still).Actions);
        Assert.Single(fleet.Plan(still with { SpareFaultDomains = 2 }).Actions);
    }
}
