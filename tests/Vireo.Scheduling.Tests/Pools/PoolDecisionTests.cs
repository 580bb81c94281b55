using Vireo.Fleet;
using Vireo.Scheduling.Pools;
using Vireo.Scheduling.Tests.Decisions;

namespace Vireo.Scheduling.Tests.Pools;

/// <summary>What the decision does about configured pools.</summary>
public class PoolDecisionTests
{
    private static readonly Policy Quiet = new() { SpareFaultDomains = 0, MinimumHostsOn = 1, Consolidate = false };

    [Fact]
    public void A_pool_that_nobody_enforces_is_set_up_with_its_machines()
    {
        var plan = Fleet().Plan(Quiet with { Pools = [Tenant(4_000)] });

        var set = Assert.IsType<SetPoolTerms>(Assert.Single(plan.Actions).Action);
        Assert.Equal("tenant", set.Setting.Pool.Value);
        Assert.Equal(["a", "b"], set.Setting.VirtualMachines.Select(machine => machine.Value));
    }

    [Fact]
    public void What_a_tenant_surely_does_not_need_is_lent_and_the_reason_says_how_much_is_kept()
    {
        var policy = Quiet with { Pools = [Tenant(4_000)] };
        var fleet = Fleet();

        var division = PoolDivision.Of(fleet.Fleet, fleet.Outlook, policy);
        var standing = Assert.Single(division.Standings).Cpu;

        // Two machines of 1,000 MHz now; their upper quantile is kept, the rest of the 4,000 is lent.
        Assert.Equal(2_000, standing.Need, 3);
        Assert.InRange(standing.Kept, 2_000, 3_999);
        Assert.Equal(4_000 - standing.Kept, standing.Lent, 3);
    }

    [Fact]
    public void Once_enforced_the_plan_is_quiet_until_something_changes()
    {
        var policy = Quiet with { Pools = [Tenant(4_000)] };
        var fleet = Fleet();
        var set = (SetPoolTerms)Assert.Single(fleet.Plan(policy).Actions).Action;

        var after = Scheduler.Plan(fleet.Fleet with { Pools = [set.Setting] }, fleet.Outlook, policy);

        Assert.Empty(after.Actions);
    }

    [Fact]
    public void A_pool_of_this_name_that_others_made_is_left_as_it_is_and_the_plan_says_so()
    {
        var policy = Quiet with { Pools = [Tenant(4_000)] };
        var fleet = Fleet();
        var set = (SetPoolTerms)Assert.Single(fleet.Plan(policy).Actions).Action;
        var theirs = set.Setting with { Terms = PoolTerms.Usual, IsForeign = true };

        var plan = Scheduler.Plan(fleet.Fleet with { Pools = [theirs] }, fleet.Outlook, policy);

        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Rule == "S23"
            && refusal.Reason.Contains("that Vireo did not make", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pool_that_left_the_configuration_is_released_once_and_one_that_others_made_is_left_alone()
    {
        var fleet = Fleet();
        var set = (SetPoolTerms)Assert.Single(fleet.Plan(Quiet with { Pools = [Tenant(4_000)] }).Actions).Action;
        var others = set.Setting with { Pool = new("theirs") };
        var before = fleet.Fleet with { Pools = [set.Setting, others], ManagedPools = [set.Setting.Pool] };

        var release = Assert.Single(Scheduler.Plan(before, fleet.Outlook, Quiet).Actions);
        var after = before with { Pools = [((SetPoolTerms)release.Action).Setting, others] };

        Assert.Equal(set.Setting.Released(), ((SetPoolTerms)release.Action).Setting);
        Assert.True(((SetPoolTerms)release.Action).Setting.IsReleased);
        Assert.Contains("has left the configuration", release.Reason);
        Assert.Empty(Scheduler.Plan(after, fleet.Outlook, Quiet).Actions);
    }

    [Fact]
    public void A_reservation_beyond_the_cluster_is_refused_and_says_by_how_much()
    {
        var plan = Fleet().Plan(Quiet with { Pools = [Tenant(100_000)] });

        var refusal = Assert.Single(plan.Refusals, refusal => refusal.Rule == "admission");
        Assert.Contains("100000 MHz", refusal.Reason);
        Assert.Contains("80000 MHz short", refusal.Reason);
    }

    [Fact]
    public void No_provider_is_asked_for_more_than_can_be_guaranteed()
    {
        var fixedPool = Tenant(100_000) with { Allocation = PoolAllocation.Static };

        var plan = Fleet().Plan(Quiet with { Pools = [fixedPool] });

        var set = Assert.IsType<SetPoolTerms>(Assert.Single(plan.Actions).Action);
        Assert.Equal(20_000, set.Setting.Terms.Cpu.Reservation, 3);
    }

    [Fact]
    public void What_is_taken_back_comes_before_what_is_promised_anew_so_that_the_checks_let_it_pass()
    {
        var fleet = Fleet();
        var old = Tenant(16_000) with { Allocation = PoolAllocation.Static };
        var other = new ResourcePool
        {
            Id = new("another"),
            Allocation = PoolAllocation.Static,
            VirtualMachines = [new("c")],
            Terms = PoolTerms.Usual with { Cpu = new ResourceTerms(12_000, null, null) },
        };
        var enforced = ((SetPoolTerms)Assert.Single(fleet.Plan(Quiet with { Pools = [old] }).Actions).Action).Setting;
        var policy = Quiet with { Pools = [other, old with { Terms = PoolTerms.Usual with { Cpu = new ResourceTerms(4_000, null, null) } }] };

        var plan = Scheduler.Plan(fleet.Fleet with { Pools = [enforced] }, fleet.Outlook, policy);

        Assert.Equal(["tenant", "another"], plan.Actions.Select(action => ((SetPoolTerms)action.Action).Setting.Pool.Value));
        Assert.Equal([plan.Actions[0].Id], plan.Actions[1].DependsOn);
    }

    [Theory]
    [InlineData(PoolResource.Memory)]
    [InlineData(PoolResource.Network)]
    [InlineData(PoolResource.Disk)]
    public void Of_every_resource_what_is_taken_back_comes_first(PoolResource resource)
    {
        var fleet = Fleet();
        PoolTerms Of(double reservation) => PoolTerms.Usual.With(resource, new ResourceTerms(reservation, null, null));
        var lowered = Tenant(0) with { Allocation = PoolAllocation.Static, Terms = Of(4_000) };
        var raised = Another(Of(1_000));
        var enforced = Enforced(fleet, lowered, raised);
        var policy = Quiet with { Pools = [raised with { Terms = Of(3_000) }, lowered with { Terms = Of(2_000) }] };

        var plan = Scheduler.Plan(fleet.Fleet with { Pools = [.. enforced] }, fleet.Outlook, policy);

        Assert.Equal(["tenant", "another"], plan.Actions.Select(action => ((SetPoolTerms)action.Action).Setting.Pool.Value));
        Assert.Equal([plan.Actions[0].Id], plan.Actions[1].DependsOn);
    }

    [Fact]
    public void Two_pools_that_exchange_processors_for_memory_both_give_before_either_takes()
    {
        var fleet = Fleet();
        PoolTerms Of(double cpu, double memory) => PoolTerms.Usual with
        {
            Cpu = new ResourceTerms(cpu, null, null),
            Memory = new ResourceTerms(memory, null, null),
        };
        var one = Tenant(0) with { Allocation = PoolAllocation.Static, Terms = Of(15_000, 5_000) };
        var other = Another(Of(5_000, 15_000));
        var enforced = Enforced(fleet, one, other);
        var policy = Quiet with { Pools = [one with { Terms = Of(5_000, 15_000) }, other with { Terms = Of(15_000, 5_000) }] };

        var plan = Scheduler.Plan(fleet.Fleet with { Pools = [.. enforced] }, fleet.Outlook, policy);

        var settings = plan.Actions.Select(action => ((SetPoolTerms)action.Action).Setting).ToList();
        Assert.Equal(4, settings.Count);
        Assert.All(settings[..2], lent => Assert.Equal((5_000, 5_000), (lent.Terms.Cpu.Reservation, lent.Terms.Memory.Reservation)));
        Assert.All(plan.Actions[2..], taking => Assert.Equal([plan.Actions[0].Id, plan.Actions[1].Id], taking.DependsOn));
        Assert.Equal(20_000, settings[2..].Sum(taken => taken.Terms.Cpu.Reservation));
        Assert.Equal(20_000, settings[2..].Sum(taken => taken.Terms.Memory.Reservation));
    }

    [Fact]
    public void A_pool_that_nobody_enforces_lends_nothing()
    {
        var policy = Quiet with { Pools = [Tenant(4_000)] };
        var fleet = Fleet();
        var set = (SetPoolTerms)Assert.Single(fleet.Plan(policy).Actions).Action;

        var before = Assert.Single(PoolDivision.Of(fleet.Fleet, fleet.Outlook, policy).Standings);
        var after = Assert.Single(PoolDivision.Of(fleet.Fleet with { Pools = [set.Setting] }, fleet.Outlook, policy).Standings);

        Assert.Equal((false, 0), (before.IsEnforced, before.InForce().Cpu.Lent));
        Assert.True(after.IsEnforced);
        Assert.Equal(after.Cpu.Lent, after.InForce().Cpu.Lent);
        Assert.InRange(after.Cpu.Lent, 1, 4_000);
    }

    [Fact]
    public void Hosts_that_may_be_woken_count_for_what_can_be_guaranteed()
    {
        var fleet = Fleet().Host("h-3", 10_000, state: HostState.Off).Host("h-4", 10_000, state: HostState.Failed).Fleet;

        Assert.Equal(20_000, PoolDivision.CapacityOf(fleet, PoolResource.Cpu));
        Assert.Equal(30_000, PoolDivision.WakeableCapacityOf(fleet, Quiet, PoolResource.Cpu));
        Assert.Equal(20_000, PoolDivision.WakeableCapacityOf(fleet, Quiet with { ManageHostPower = false }, PoolResource.Cpu));
    }

    [Theory]
    [InlineData("web-*", "web-1*", true)]
    [InlineData("web-1*", "web-*", false)]
    [InlineData("*", "a*b", true)]
    [InlineData("*b", "*", false)]
    [InlineData("a*", "a*", true)]
    public void A_pattern_covers_another_when_all_that_the_other_names_is_its_own(string wide, string narrow, bool covers) =>
        Assert.Equal(covers, NamePattern.Matches(wide, narrow));

    [Fact]
    public void Children_may_not_reserve_more_than_their_parent()
    {
        var parent = Tenant(1_000);
        var child = new ResourcePool
        {
            Id = new("child"),
            Parent = parent.Id,
            Terms = PoolTerms.Usual with { Cpu = new ResourceTerms(1_500, null, null) },
        };

        var shortfall = Assert.Single(PoolAdmission.Check([parent, child], _ => 10_000));

        Assert.Equal(500, shortfall.Missing, 6);
    }

    [Fact]
    public void Membership_goes_by_identifier_then_name_and_what_matches_nothing_is_in_no_pool()
    {
        var named = new ResourcePool { Id = new("named"), Names = ["b*"] };
        var fleet = Fleet();
        var division = PoolDivision.Of(
            fleet.Fleet, fleet.Outlook, Quiet with { Pools = [named, Tenant(0) with { VirtualMachines = [new("a")] }] });

        Assert.Equal(["b"], division.MembersOf(new("named")).Select(machine => machine.Value));
        Assert.Equal(["a"], division.MembersOf(new("tenant")).Select(machine => machine.Value));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("b", true)]
    [InlineData("b*", true)]
    [InlineData("*b*", true)]
    [InlineData("a", false)]
    [InlineData("b?", false)]
    [InlineData("*bb", false)]
    [InlineData("B", false)]
    public void A_star_in_a_name_stands_for_any_text(string pattern, bool isMember)
    {
        var fleet = Fleet();
        var pool = new ResourcePool { Id = new("named"), Names = [pattern] };

        var members = PoolDivision.Of(fleet.Fleet, fleet.Outlook, Quiet with { Pools = [pool] }).MembersOf(pool.Id);

        Assert.Equal(isMember, members.Contains(new VirtualMachineId("b")));
    }

    [Fact]
    public void Parents_in_a_circle_count_as_parts_of_the_cluster()
    {
        var fleet = Fleet();
        var one = new ResourcePool { Id = new("one"), Parent = new("two") };
        var two = new ResourcePool { Id = new("two"), Parent = new("one") };

        var standings = PoolDivision.Of(fleet.Fleet, fleet.Outlook, Quiet with { Pools = [one, two] }).Standings;

        Assert.Equal(2, standings.Length);
    }

    [Fact]
    public void Without_pools_the_plan_is_what_it_was() =>
        Assert.Equal(Fleet().Plan(Quiet).Summary, Fleet().Plan(Quiet with { Pools = [] }).Summary);

    private static ResourcePool Another(PoolTerms terms) => new()
    {
        Id = new("another"),
        Allocation = PoolAllocation.Static,
        VirtualMachines = [new("c")],
        Terms = terms,
    };

    private static IEnumerable<PoolSetting> Enforced(SmallFleet fleet, params ResourcePool[] pools) =>
        fleet.Plan(Quiet with { Pools = [.. pools] }).Actions.Select(action => ((SetPoolTerms)action.Action).Setting);

    private static ResourcePool Tenant(double reservation) => new()
    {
        Id = new("tenant"),
        Kind = PoolKind.Tenant,
        Terms = PoolTerms.Usual with { Cpu = new ResourceTerms(reservation, null, null) },
        VirtualMachines = [new("a"), new("b")],
    };

    private static SmallFleet Fleet() => new SmallFleet().Host("h-1", 10_000).Host("h-2", 10_000)
        .Machine("a", "h-1", 1_000).Machine("b", "h-2", 1_000).Machine("c", "h-2", 2_000);
}
