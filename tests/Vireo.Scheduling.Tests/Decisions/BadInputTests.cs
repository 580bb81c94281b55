using CsCheck;
using Vireo.Fleet;
using Vireo.Safety.Checking;
using Vireo.Scheduling.Placement.Inputs;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>Input that contradicts itself has a stated outcome: named where it can be, never a broken rule, never an
/// exception.</summary>
public class BadInputTests
{
    private static readonly Policy Careful = new() { SpareFaultDomains = 0, MinimumHostsOn = 1 };

    private static readonly Policy[] Absurd =
    [
        new Policy { FillUpToRatio = 0 }, new Policy { FillUpToRatio = -5 }, new Policy { FillUpToRatio = double.NaN },
        new Policy { RelieveAboveRatio = 0 }, new Policy { RelieveAboveRatio = double.PositiveInfinity },
        new Policy { MemoryOvercommit = 0 }, new Policy { MemoryOvercommit = -1 },
        new Policy { Horizon = TimeSpan.Zero }, new Policy { Horizon = TimeSpan.FromDays(-1) },
        new Policy { DemandQuantile = 0 }, new Policy { DemandQuantile = 2 },
        new Policy { MigrationWattHoursPerGib = 1e300 }, new Policy { MigrationWattHoursPerGib = -1e6 },
        new Policy { UnservedWattHoursPerGhzHour = 1e300 }, new Policy { UnservedWattHoursPerGhzHour = -5 },
        new Policy { SpareFaultDomains = 1_000 }, new Policy { MinimumHostsOn = -3 }, new Policy { MinimumHostsOn = 1_000_000 },
        new Policy { MaxMigrationsPerCluster = 0 }, new Policy { MaxMigrationsPerCluster = int.MaxValue },
        new Policy { Balance = true, BalanceTolerance = -1 }, new Policy { SearchNeighbourhoods = -1 },
    ];

    [Fact]
    public void A_policy_with_absurd_weights_breaks_no_rule_and_throws_nothing() =>
        Gen.Select(RandomFleets.All, Gen.Int[0, Absurd.Length - 1]).Sample((given, choice) =>
        {
            var policy = Absurd[choice] with { Pinned = given.Policy.Pinned, Rules = given.Policy.Rules };
            var plan = given.Fleet.Plan(policy);
            CanonicalJson.Write(plan);

            return PlanChecker.Check(plan.Actions, given.Fleet.Fleet, policy, given.Fleet.Outlook.Hazards).Count == 0;
        }, iter: 2_000);

    [Fact]
    public void No_hosts_no_machines_and_all_in_maintenance_give_an_empty_plan()
    {
        Assert.Empty(new SmallFleet().Plan(Careful).Actions);
        Assert.Empty(new SmallFleet().Machine("a", "h-1").Plan(Careful).Actions);
        Assert.DoesNotContain(
            new SmallFleet().Host("h-1", maintenance: true).Host("h-2", maintenance: true).Machine("a", "h-1").Plan(Careful).Actions,
            action => action.Action is Migration);
    }

    [Fact]
    public void A_giant_that_fits_nowhere_stays_and_the_missing_bytes_are_named()
    {
        var plan = new SmallFleet().Host("h-1", maintenance: true).Host("h-2").Machine("giant", "h-1", gib: 500).Plan(Careful);

        Assert.DoesNotContain(plan.Actions, action => action.Action is Migration);
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("of memory short", StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_that_holds_more_than_it_has_receives_nothing()
    {
        var fleet = new SmallFleet().Host("h-1", gib: 8).Host("h-2").Host("h-3", maintenance: true)
            .Machine("a", "h-1", 100, gib: 6).Machine("b", "h-1", 100, gib: 6).Machine("c", "h-3", 100, gib: 1);

        var plan = fleet.Plan(Careful);

        Assert.DoesNotContain(plan.Actions, action => action.Action is Migration { To.Value: "h-1" });
        Assert.Equal(
            "Its machines have 12 GiB of memory and the policy allows 8 GiB: more is used than there is, so it " +
            "receives nothing.",
            Assert.Single(plan.Refusals, one => one.Entity == EntityId.Of(new HostId("h-1")) && one.Rule == "memory").Reason);
        Assert.DoesNotContain(
            fleet.Plan(Careful with { MemoryOvercommit = 2 }).Refusals,
            one => one.Reason.Contains("more is used than there is", StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_whose_link_disks_or_devices_are_given_away_twice_is_named()
    {
        var fleet = new SmallFleet().Host("h-1").Offers([], DeviceCounts.Of("gpu", 1), diskBytesPerSecond: 1e8)
            .Machine("a", "h-1", 100).Uses([], DeviceCounts.Of("gpu", 1)).Promised(1e9, 8e7)
            .Machine("b", "h-1", 100).Uses([], DeviceCounts.Of("gpu", 1)).Promised(1e9, 8e7);

        var plan = fleet.Plan(Careful);

        Assert.Equal(
            [
                "Its machines are promised 2000 MB/s of network and it has 1250: more is promised than there is, so no machine that is " +
                "promised some comes to it.",
                "Its machines are promised 160 MB/s of disk and it has 100: more is promised than there is, so no machine that is promised " +
                "some comes to it.",
                "Its machines are given 2 gpu and it has 1: more is given than there is, so no machine that needs one comes to it.",
            ],
            plan.Refusals.Where(one => one.Entity == EntityId.Of(new HostId("h-1")) && one.Rule is "bandwidth" or "devices")
                .Select(one => one.Reason));
    }

    [Fact]
    public void A_host_with_more_memory_used_than_there_is_gives_up_the_smallest_machine_that_cures_it()
    {
        var fleet = new SmallFleet().Host("h-1", gib: 8).Host("h-2", gib: 8).Machine("a", "h-1", 100, gib: 6)
            .Machine("b", "h-1", 100, gib: 4).Machine("c", "h-1", 100, gib: 1);

        var action = Assert.Single(fleet.Plan(Careful with { Consolidate = false }).Actions);

        Assert.Equal(new Migration(new("b"), new("h-1"), new("h-2")), action.Action);
        Assert.Equal("The machines on 'h-1' have 3 GiB of memory more than the policy allows.", action.Reason);
    }

    [Fact]
    public void What_is_null_or_missing_in_a_list_is_named_with_its_place()
    {
        var good = new SmallFleet().Host("h-1").Machine("a", "h-1");
        var fleet = good.Fleet with { Hosts = [good.Fleet.Hosts[0], null!], Pools = default };

        Assert.Equal(
            [
                "fleet.hosts[1]: is null; leave it out, or say what it is.",
                "fleet.pools: the list is missing; it must be there and may be empty.",
            ],
            SnapshotCheck.Problems(fleet, good.Outlook));
    }

    [Fact]
    public void The_same_is_refused_once()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Host("h-3").Host("h-4")
            .Machine("a", "h-1", gib: 63).Machine("b", "h-2", gib: 63).Machine("c", "h-3").Machine("d", "h-4");

        var refusals = fleet.Plan(new Policy()).Refusals;

        Assert.Equal(refusals.Distinct(), refusals);
    }

    [Fact]
    public void A_machine_on_a_host_that_nobody_knows_is_left_alone() => Assert.DoesNotContain(
        new SmallFleet().Host("h-1").Host("h-2").Machine("a", "elsewhere").Plan(Careful).Actions,
        action => action.Action.Target == EntityId.Of(new VirtualMachineId("a")));

    [Fact]
    public void What_cannot_be_of_a_fleet_is_named_with_its_place()
    {
        var good = new SmallFleet().Host("h-1").Machine("a", "h-1").Machine("b", "elsewhere");
        var giant = good.Fleet with { VirtualMachines = [good.Fleet.VirtualMachines[0] with { Memory = new(long.MaxValue) }] };

        Assert.StartsWith(
            "fleet.virtualMachines[1] 'b': host 'elsewhere' is not among fleet.hosts",
            Assert.Single(SnapshotCheck.Problems(good.Fleet, good.Outlook)), StringComparison.Ordinal);
        Assert.StartsWith(
            "fleet.virtualMachines[0] 'a': memory is 9.223372036854776E+18; nothing has more",
            Assert.Single(SnapshotCheck.Problems(giant, good.Outlook with { VirtualMachines = [] })), StringComparison.Ordinal);
        Assert.StartsWith(
            "outlook: steps must be from 1 to",
            Assert.Single(SnapshotCheck.Problems(
                giant with { VirtualMachines = [] }, good.Outlook with { Steps = int.MaxValue, VirtualMachines = [] })),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_contradicts_itself_is_named_with_its_place()
    {
        var good = new SmallFleet().Host("h-1").Host("h-2", state: HostState.Off).Machine("a", "h-1").Machine("b", "h-2").Machine("c", "h-1")
            .Forecast("a", 100, 100, 100, 50, 100, 100).Forecast("b", -1, 100, 100, 100, 100, 100);
        var fleet = good.Fleet with
        {
            VirtualMachines = [good.Fleet.VirtualMachines[0] with { Cores = 0 }, good.Fleet.VirtualMachines[1]],
        };

        Assert.Equal(
            [
                "fleet.virtualMachines[0] 'a': cores is 0; what runs has at least one.",
                "fleet.virtualMachines[1] 'b': it is On and its host 'h-2' is Off. Correct one of the two states.",
                "outlook.virtualMachines[0] 'a': cpu at step 0: quantile 0.95 is 50, below the 100 of quantile 0.5. Quantiles rise with " +
                "their level.",
                "outlook.virtualMachines[1] 'b': cpu at step 0 is -1; demand is at least 0.",
                "outlook.virtualMachines[2] 'c': it is not among fleet.virtualMachines. Add it there, or leave its forecast out.",
            ],
            SnapshotCheck.Problems(fleet, good.Outlook));
    }

    [Fact]
    public void A_host_that_a_rule_names_and_nobody_has_is_named()
    {
        AffinityRule[] rules = [new("licence", AffinityKind.OnlyOn, [new("a")], [new("h-1"), new("h-x")])];

        var plan = new SmallFleet().Host("h-1").Machine("a", "h-1").Plan(Careful with { Rules = [.. rules] });

        Assert.StartsWith(
            "Rule 'licence' names 'h-x', which the cluster does not have.", Assert.Single(plan.Refusals).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_giant_that_fits_nowhere_moves_nobody_and_wakes_nobody()
    {
        var fleet = new SmallFleet().Host("h-1", gib: 32).Host("h-2", gib: 32).Host("h-3", gib: 32, state: HostState.Off)
            .Machine("giant", "h-1", 20_000, gib: 100).Machine("a", "h-1", 100, gib: 4).Machine("b", "h-2", 100, gib: 4);

        var plan = fleet.Plan(Careful with { Consolidate = false, ManageHostPower = true });

        Assert.DoesNotContain(plan.Actions, action => action.Rules.Contains("wake"));
        Assert.DoesNotContain(plan.Actions, action => action.Reason.Contains("of memory more", StringComparison.Ordinal));
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.StartsWith(
            "It stays on 'h-1' and so do the others there: alone it has 100 GiB", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(3e38f)]
    public void A_forecast_with_a_value_that_cannot_be_is_none_and_its_machine_stays(float value)
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1").Machine("b", "h-2")
            .Forecast("a", 1_000, 1_000, 1_000, value, value, value);

        Assert.DoesNotContain(
            fleet.Plan(Careful).Actions, action => action.Action.Target == EntityId.Of(new VirtualMachineId("a")));
    }

    [Fact]
    public void Rules_that_contradict_each_other_are_named_and_no_more_of_them_than_needed()
    {
        AffinityRule[] rules =
        [
            new("idle", AffinityKind.NeverOn, [new("c")], [new("h-2")]),
            new("pair", AffinityKind.KeepTogether, [new("a"), new("b")], []),
            new("left", AffinityKind.OnlyOn, [new("a")], [new("h-1")]),
            new("right", AffinityKind.NeverOn, [new("b")], [new("h-1")]),
        ];
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1").Machine("b", "h-2").Machine("c", "h-1");

        var plan = fleet.Plan(Careful with { Rules = [.. rules] });

        Assert.Equal(["pair", "left", "right"], RuleConflict.Find(fleet.Fleet, rules).Select(rule => rule.Name));
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("'pair', 'left', 'right'", StringComparison.Ordinal));
    }

    [Fact]
    public void More_replicas_to_keep_apart_than_hosts_is_a_contradiction_of_one_rule()
    {
        AffinityRule[] rules = [new("apart", AffinityKind.KeepApart, [new("a"), new("b"), new("c")], [])];
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1").Machine("b", "h-2").Machine("c", "h-1");

        Assert.Equal("apart", Assert.Single(RuleConflict.Find(fleet.Fleet, rules)).Name);
        Assert.Empty(RuleConflict.Find(fleet.Host("h-3").Fleet, rules));
    }

    [Fact]
    public void Sizes_that_cannot_be_are_named_with_their_place()
    {
        var good = new SmallFleet().Host("h-1").Machine("a", "h-1");
        var fleet = good.Fleet;
        var bad = fleet with
        {
            Hosts = [fleet.Hosts[0] with { MemoryCapacity = new MemoryBytes(-1), Power = new PowerCurve([1]) }],
            VirtualMachines = [fleet.VirtualMachines[0], fleet.VirtualMachines[0] with { CpuCapacity = new CpuMhz(double.NaN) }],
        };

        var problems = SnapshotCheck.Problems(bad, good.Outlook with { Levels = [] });

        Assert.Empty(SnapshotCheck.Problems(fleet, good.Outlook));
        Assert.Contains(problems, one => one.StartsWith("fleet.hosts[0] 'h-1': memoryCapacity is -1", StringComparison.Ordinal));
        Assert.Contains(problems, one => one.StartsWith("fleet.hosts[0] 'h-1': power", StringComparison.Ordinal));
        Assert.Contains(problems, one => one.Contains("'a' appears 2 times", StringComparison.Ordinal));
        Assert.Contains(problems, one => one.StartsWith("fleet.virtualMachines[1] 'a': cpuCapacity", StringComparison.Ordinal));
        Assert.Contains(problems, one => one.StartsWith("outlook.levels", StringComparison.Ordinal));
    }
}
