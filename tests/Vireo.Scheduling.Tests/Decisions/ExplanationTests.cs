using System.Text.RegularExpressions;
using CsCheck;
using Vireo.Fleet;
using Vireo.Scheduling.Placement.Inputs;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>What a plan says about itself is complete and true.</summary>
public partial class ExplanationTests
{
    private const int MostNamed = 20;
    private static readonly Policy Careful = new() { SpareFaultDomains = 0, MinimumHostsOn = 1, Consolidate = false };
    private static readonly Policy Saving = Careful with { Consolidate = true };

    [Fact]
    public void Every_move_of_ours_says_what_was_considered_instead() =>
        RandomFleets.All.Sample((fleet, policy) => !PlacementStrategies.Own.Any(own => own.Strategy == policy.Strategy) ||
            fleet.Plan(policy).Actions.Where(action => action.Action is Migration or PowerOnVirtualMachine)
                .All(action => action.Instead.Length > 0), iter: 1_000);

    [Fact]
    public void Every_machine_on_a_host_that_stays_hot_says_why_it_stays() =>
        RandomFleets.All.Sample((fleet, policy) =>
        {
            var plan = fleet.Plan(policy with { Strategy = PlacementStrategy.Vireo });
            var hot = plan.Refusals.Where(refusal => refusal.Rule == "relieve").Select(refusal => refusal.Entity).ToHashSet();
            var explained = plan.Refusals.Select(refusal => refusal.Entity).ToHashSet();
            var leaving = plan.Actions.Select(action => action.Action.Target).ToHashSet();

            return fleet.Fleet.VirtualMachines
                .Where(machine => machine.State == PowerState.On && machine.Host is { } host && hot.Contains(EntityId.Of(host)))
                .GroupBy(machine => machine.Host).Where(group => group.Count() <= MostNamed / 2).SelectMany(group => group)
                .Select(machine => EntityId.Of(machine.Id))
                .All(machine => leaving.Contains(machine) || explained.Contains(machine));
        }, iter: 2_000);

    [Fact]
    public void A_hot_host_counts_what_may_not_move_and_what_found_no_place()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2", gib: 8).Machine("pinned", "h-1", 7_000)
            .Machine("large", "h-1", 4_000, gib: 32);

        var plan = fleet.Plan(Careful with { Pinned = [new("pinned")] });

        Assert.Empty(plan.Actions);
        Assert.Contains("of its 2 machines 1 may not move and 1 found no place", Of(plan, EntityId.Of(new HostId("h-1"))), StringComparison.Ordinal);
        Assert.Contains("It stays on hot host 'h-1'. 'pinned' is pinned by policy.", Of(plan, EntityId.Of(new VirtualMachineId("pinned"))), StringComparison.Ordinal);
        Assert.Contains("'h-2' is 24 GiB of memory short", Of(plan, EntityId.Of(new VirtualMachineId("large"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_relief_says_which_machine_and_which_host_came_second()
    {
        var plan = new SmallFleet().Host("h-1").Host("h-2").Host("h-3").Machine("x", "h-3", 1_000).Machine("large", "h-1", 6_000, gib: 32)
            .Machine("small", "h-1", 5_000, gib: 8).Plan(Careful);

        Assert.Equal(
            "'large' would cure it, too, with 32768 MiB to carry rather than 8192. Host 'h-2' can take it, too, and would be filled to " +
            $"{0.5:P0} of its CPU rather than {0.6:P0}; of equally efficient hosts the fuller is taken.",
            Assert.Single(plan.Actions).Instead);
    }

    [Fact]
    public void An_emptied_host_says_what_staying_would_cost_and_the_exchange_of_full_hosts_who_steps_aside()
    {
        var plan = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 1_000).Machine("b", "h-2", 2_000).Plan(Saving);

        var move = Assert.Single(plan.Actions, action => action.Action is Migration);
        Assert.Contains("is not needed: everything on it fits elsewhere", move.Reason, StringComparison.Ordinal);
        Assert.Contains("it would cost 90 Wh more over the horizon. That saves 86 Wh", move.ExpectedEffect, StringComparison.Ordinal);
        Assert.Equal("No other host could take it beside what the plan puts there.", move.Instead);
    }

    [Fact]
    public void The_reason_why_a_machine_cannot_leave_is_the_least_that_would_have_to_change() =>
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            var random = new Random(seed);
            var fleet = new SmallFleet().Host("h-0", maintenance: true).Machine("vm", "h-0", random.Next(1, 9) * 1_000, gib: random.Next(1, 64));
            int hosts = random.Next(1, 5);
            var rules = new List<AffinityRule>();
            for (int i = 1; i <= hosts; i++)
            {
                fleet.Host($"h-{i}", random.Next(2, 10) * 1_000, random.Next(2, 64)).Machine($"on-{i}", $"h-{i}", random.Next(0, 2_000), gib: 1);
                rules.AddRange(Enumerable.Range(0, random.Next(3)).Select(rule =>
                    new AffinityRule($"rule-{i}-{rule}", AffinityKind.NeverOn, [new("vm")], [new($"h-{i}")])));
            }

            var plan = fleet.Plan(Careful with { Rules = [.. rules], Pinned = [.. Enumerable.Range(1, hosts).Select(i => new VirtualMachineId($"on-{i}"))] });
            int least = Enumerable.Range(1, hosts).Min(host => Misses(fleet, rules, host));

            return least == 0
                ? plan.Actions.Any(action => action.Action is Migration { VirtualMachine.Value: "vm" })
                : Stated().Count(Of(plan, EntityId.Of(new VirtualMachineId("vm")))) == least;
        }, iter: 2_000);

    [Fact]
    public void Contradicting_rules_are_found_exactly_when_nothing_satisfies_them_and_none_can_be_left_out() =>
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            var random = new Random(seed);
            var fleet = new SmallFleet().Host("h-0").Host("h-1").Host("h-2").Machine("vm-0", "h-0").Machine("vm-1", "h-0")
                .Machine("vm-2", "h-0").Machine("vm-3", "h-0").Fleet;
            AffinityRule[] rules = [.. Enumerable.Range(0, random.Next(1, 7)).Select(i => AnyRule(random, i))];

            var found = RuleConflict.Find(fleet, rules);

            return CanHold(rules) == (found.Count == 0) &&
                (found.Count == 0 || !CanHold(found)) &&
                found.All(rule => CanHold([.. found.Where(other => other != rule)]));
        }, iter: 2_000);

    private static AffinityRule AnyRule(Random random, int i)
    {
        var kind = (AffinityKind)random.Next(4);
        int[] members = [.. Enumerable.Range(0, 4).Where(_ => random.Next(2) == 0)];

        return new AffinityRule(
            $"rule-{i}", kind, [.. members.Select(member => new VirtualMachineId($"vm-{member}"))],
            kind is AffinityKind.OnlyOn or AffinityKind.NeverOn ? [new($"h-{random.Next(3)}"), new($"h-{random.Next(3)}")] : []);
    }

    // Every one of the 81 ways to put four machines on three hosts.
    private static bool CanHold(IReadOnlyList<AffinityRule> rules) => Enumerable.Range(0, 81).Any(way =>
    {
        string[] on = [$"h-{way % 3}", $"h-{way / 3 % 3}", $"h-{way / 9 % 3}", $"h-{way / 27}"];

        return rules.All(rule =>
        {
            string[] hosts = [.. rule.VirtualMachines.Select(machine => on[machine.Value[^1] - '0'])];

            return rule.Kind switch
            {
                AffinityKind.KeepApart => hosts.Distinct().Count() == hosts.Length,
                AffinityKind.KeepTogether => hosts.Distinct().Count() <= 1,
                AffinityKind.OnlyOn => hosts.All(host => rule.Hosts.Contains(new(host))),
                _ => !hosts.Any(host => rule.Hosts.Contains(new(host))),
            };
        });
    });

    private static int Misses(SmallFleet small, List<AffinityRule> rules, int host)
    {
        var fleet = small.Fleet;
        var machine = fleet.VirtualMachines.Single(one => one.Id.Value == "vm");
        var target = fleet.Hosts.Single(one => one.Id.Value == $"h-{host}");
        double mhz = small.Outlook.VirtualMachines.Where(one => one.VirtualMachine.Value == "vm" || one.VirtualMachine.Value == $"on-{host}")
            .Sum(one => one.Cpu.Quantiles[0]);

        return rules.Count(rule => rule.Hosts[0] == target.Id) +
            (machine.Memory.Value + (1L << 30) > target.MemoryCapacity.Value ? 1 : 0) + (mhz > target.CpuCapacity.Value ? 1 : 0);
    }

    private static string Of(Plan plan, EntityId entity) =>
        plan.Refusals.FirstOrDefault(refusal => refusal.Entity == entity)?.Reason ?? "";

    [GeneratedRegex("'rule-|of memory short|would be filled to")]
    private static partial Regex Stated();
}
