using CsCheck;
using Vireo.Fleet;
using Vireo.Scheduling.Placement.Optimizing;
using Vireo.Scheduling.Tests.Optimizing;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>What machines are forecast to want of their host's link and disks.</summary>
public class TrafficTests
{
    private static readonly Policy Still = new() { Consolidate = false, ManageHostPower = false, SpareFaultDomains = 0 };

    [Fact]
    public void A_machine_goes_where_the_link_has_room_at_its_worst_moment()
    {
        // 1.25 GB/s each, filled to 0.9: h-2 is the fuller and would be taken.
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Host("h-3")
            .Machine("vm-1", "h-1", 6_000).Wants(400e6, 500e6).Machine("vm-2", "h-1", 5_000, gib: 32)
            .Machine("vm-3", "h-2", 2_000).Wants(600e6, 900e6).Machine("vm-4", "h-3", 1_000);

        var move = (Migration)Assert.Single(fleet.Plan(Still).Actions).Action;

        Assert.Equal((new VirtualMachineId("vm-1"), new HostId("h-3")), (move.VirtualMachine, move.To));
    }

    [Fact]
    public void Where_no_link_has_room_the_refusal_says_how_much_is_wanted()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2")
            .Machine("vm-1", "h-1", 6_000).Wants(400e6, 500e6).Machine("vm-2", "h-1", 5_000).Wants(400e6, 500e6)
            .Machine("vm-3", "h-2", 1_000).Wants(900e6, 900e6);

        var plan = fleet.Plan(Still);

        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains(
            "host 'h-2' is forecast to want 1400 MB/s of network, and may be filled to 90 % of 1250.", StringComparison.Ordinal)
            || refusal.Reason.Contains("is forecast to want 1400 MB/s of network, and may be filled to 90% of 1250.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_of_which_more_is_wanted_than_it_has_is_named()
    {
        var plan = new SmallFleet().Host("h-1").Offers([], diskBytesPerSecond: 100e6).Machine("vm-1", "h-1").Wants(0, 0, 90e6, 110e6)
            .Plan(Still);

        Assert.Equal(
            "Its machines are forecast to want 110 MB/s of disk and it has 100: no machine that wants disk comes to it.",
            Assert.Single(plan.Refusals, refusal => refusal.Rule == "traffic").Reason);
    }

    [Fact]
    public void A_host_whose_disks_are_not_known_carries_any()
    {
        var fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("vm-1", "h-1", 6_000).Wants(0, 0, 1e12, 2e12)
            .Machine("vm-2", "h-1", 5_000, gib: 32);

        Assert.Single(fleet.Plan(Still).Actions);
    }

    [Fact]
    public void No_placement_fills_a_link_beyond_its_bound_with_machines_that_came() =>
        Gen.Select(Gen.Int[2, 8], Gen.Int[1, 40], Gen.Int[0, int.MaxValue]).Sample((hosts, machines, seed) =>
        {
            var random = new Random(seed);
            double[] traffic = [.. Enumerable.Range(0, 2 * machines).Select(_ => random.Next(3) == 0 ? 0 : random.NextDouble())];
            double[] squares = [.. traffic.Select(one => one * one * random.NextDouble())];
            var problem = GeneratedProblem.Create(hosts, machines, seed) with
            {
                Traffic = traffic,
                TrafficSpreadSquared = squares,
                TrafficLimit = [.. Enumerable.Range(0, 2 * hosts).Select(_ => 0.8 * machines / hosts)],
            };
            int[] hostOf = PlacementSearch.Solve(problem, admits: null).HostOf;

            return Enumerable.Range(0, hosts).All(host => Enumerable.Range(0, 2).All(kind =>
            {
                int[] on = [.. Enumerable.Range(0, machines).Where(machine => hostOf[machine] == host)];
                double wanted = on.Sum(machine => traffic[(2 * machine) + kind]) +
                    Math.Sqrt(on.Sum(machine => squares[(2 * machine) + kind]));

                return wanted <= problem.TrafficLimit[(2 * host) + kind] + 1e-9 ||
                    on.All(machine => problem.Current[machine] == host || traffic[(2 * machine) + kind] <= 0);
            }));
        }, iter: 200);
}
