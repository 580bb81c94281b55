using CsCheck;
using Vireo.Fleet;
using Vireo.Scheduling.Placement;
using Vireo.Scheduling.Placement.Model;
using Vireo.Scheduling.Placement.Optimizing;
using Vireo.Scheduling.Tests.Optimizing;

namespace Vireo.Scheduling.Tests.Decisions;

public class PlanGapTests
{
    [Fact]
    public void Balance_relief_evacuation_repair_and_restart_say_how_far_from_the_best_they_end()
    {
        var policy = new Policy { DefaultMode = OperatingMode.Autopilot, SpareFaultDomains = 0, Consolidate = false };
        AffinityRule[] apart = [new("apart", AffinityKind.KeepApart, [new("a"), new("b")], [])];
        (string Kind, Plan Plan)[] plans =
        [
            ("balance", new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 3_000).Machine("b", "h-1", 3_000)
                .Plan(policy with { Balance = true })),
            ("relieve", new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 6_000).Machine("b", "h-1", 6_000).Plan(policy)),
            ("evacuate", new SmallFleet().Host("h-1", maintenance: true).Host("h-2").Machine("a", "h-1").Plan(policy)),
            ("repair", new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1").Machine("b", "h-1")
                .Plan(policy with { Rules = [.. apart] })),
            ("restart", new SmallFleet().Host("h-1", state: HostState.Failed).Host("h-2").Machine("a", "h-1", state: PowerState.Failed)
                .Plan(policy)),
        ];

        Assert.All(plans, made =>
        {
            Assert.Contains(made.Plan.Actions, action => action.Rules[0] == made.Kind);
            Assert.InRange(made.Plan.OptimalityGap!.Value, 0, 1);
        });
    }

    [Fact]
    public void A_policy_that_empties_no_hosts_is_measured_against_hosts_that_stay_on()
    {
        var small = new SmallFleet();
        for (int i = 0; i < 4; i++)
        {
            small.Host($"h-{i}").Machine($"vm-{i}", $"h-{i}");
        }

        var policy = new Policy { DefaultMode = OperatingMode.Autopilot, SpareFaultDomains = 0, Balance = true, Consolidate = false };

        Assert.Equal(0, small.Plan(policy).OptimalityGap!.Value, 3);
        Assert.True(small.Plan(policy with { Consolidate = true, Pinned = [.. small.Fleet.VirtualMachines.Select(vm => vm.Id)] }).OptimalityGap >= 0);
    }

    /// <summary>Against the best of all placements of a fleet so small that all can be tried.</summary>
    [Fact]
    public void The_gap_of_a_plan_is_never_below_the_real_one() => Gen.Int[0, int.MaxValue].Sample(seed =>
    {
        var random = new Random(seed);
        var small = new SmallFleet();
        for (int host = 0; host < 3; host++)
        {
            small.Host($"h-{host}", random.Next(4, 12) * 1_000, 64, maintenance: host == 0 && random.Next(2) == 0);
        }

        for (int machine = 0; machine < 5; machine++)
        {
            double median = random.Next(0, 3_000);
            small.Machine($"vm-{machine}", $"h-{random.Next(3)}", median, median + random.Next(0, 500), gib: random.Next(1, 12));
        }

        var policy = new Policy
        {
            DefaultMode = OperatingMode.Autopilot,
            SpareFaultDomains = 0,
            MinimumHostsOn = 0,
            Consolidate = false,
            ManageHostPower = random.Next(2) == 0,
            Balance = random.Next(2) == 0,
            BalanceTolerance = 0.1,
        };

        var plan = small.Plan(policy);

        var context = new PlacementContext(
            small.Fleet, small.Outlook, policy, DemandTable.Forecast(small.Fleet, small.Outlook, policy.DemandQuantile));
        int[] start = [.. context.Model.HostOf];
        foreach (var move in plan.Actions.Select(action => action.Action).OfType<Migration>())
        {
            context.Model.Move(context.Model.MachineIndex[move.VirtualMachine], context.Model.HostIndex[move.To]);
        }

        var problem = PlanGap.Relaxed(context, start, out int[] end);
        double cost = PlanGap.Cost(context, problem, end);
        double real = (cost - EveryPlacement.Of(WithClosedHosts(problem)).Min()) / cost;

        return plan.OptimalityGap >= real - 1e-9;
    }, iter: 500, threads: 1);

    // What is on a host that receives nothing may stay there, and nothing else goes to it.
    private static PlacementProblem WithClosedHosts(PlacementProblem problem) => problem with
    {
        MemoryCapacity = [.. problem.MemoryCapacity.Select((bytes, host) => problem.IsOpen[host] ? bytes : 0)],
    };
}
