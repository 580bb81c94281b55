using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

/// <summary>Replicas from their order to their end, by the whole loop on a simulated fleet.</summary>
public class GroupLifecycleTests
{
    private const int Base = 3;
    private static readonly VmGroupId Web = new("web");

    private static readonly Lazy<LoopTrial> Wave = new(() =>
    {
        var trial = new LoopTrial(Scenario(), hours: 24, Policy("t"));
        trial.Run();

        return trial;
    });

    [Fact]
    public void Replicas_follow_the_load_up_and_down()
    {
        var serving = Wave.Value.States.Select(state => Members(state.Fleet).Count(machine => machine.State == PowerState.On)).ToList();

        Assert.True(serving.Max() >= 8, $"at most {serving.Max()} served");
        Assert.True(serving[^36..].Min() <= 6, $"at least {serving[^36..].Min()} served");
        Assert.Contains(Wave.Value.Started, started => started.Action is CreateVirtualMachine);
        Assert.Contains(Wave.Value.Started, started => started.Action is DeleteVirtualMachine);
    }

    [Fact]
    public void There_are_never_more_objects_in_any_state_than_the_ceiling() =>
        Assert.All(Wave.Value.States, state => Assert.InRange(Members(state.Fleet).Count(), Base, 10));

    [Fact]
    public void Only_what_was_made_for_the_group_is_ever_deleted_and_only_once_it_is_stopped()
    {
        var deleted = Wave.Value.Started.Select(started => started.Action).OfType<DeleteVirtualMachine>().ToList();
        var stopped = Wave.Value.Started.Select(started => started.Action).OfType<PowerOffVirtualMachine>()
            .Select(stop => stop.VirtualMachine).ToHashSet();

        Assert.All(deleted, delete => Assert.StartsWith("web-r", delete.VirtualMachine.Value));
        Assert.All(deleted, delete => Assert.Contains(delete.VirtualMachine, stopped));
    }

    [Fact]
    public void Growing_and_shrinking_keep_their_rest()
    {
        var grew = Wave.Value.Started.Where(started => started.Action is CreateVirtualMachine).Select(started => started.At).ToList();
        var shrank = Wave.Value.Started.Where(started => started.Action is PowerOffVirtualMachine).Select(started => started.At);

        Assert.All(shrank, at => Assert.DoesNotContain(grew, before => before < at && at - before < TimeSpan.FromMinutes(15)));
    }

    [Fact]
    public void A_template_that_fails_is_not_tried_for_ever_and_the_plan_says_why()
    {
        var trial = new LoopTrial(Scenario(), hours: 4, Policy("unknown-to-the-provider"));

        trial.Run();

        Assert.All(trial.States, state => Assert.Equal(Base, Members(state.Fleet).Count()));
        Assert.Contains(
            trial.States.SelectMany(state => state.Plans).SelectMany(plan => plan.Plan.Refusals),
            refusal => refusal.Rule == "S29" && refusal.Reason.Contains("came to nothing", StringComparison.Ordinal));
        int ordered = trial.States[^1].Plans.SelectMany(plan => plan.Plan.Actions).Count(action => action.Action is CreateVirtualMachine);
        Assert.InRange(ordered, 1, 60);
    }

    private static IEnumerable<VirtualMachine> Members(FleetSnapshot fleet) =>
        fleet.VirtualMachines.Where(machine => machine.Group == Web);

    // A wave of six hours between 700 and 4,900 MHz, shared by all that run; each carries 700 of its 1,000.
    private static Scenario Scenario()
    {
        var scenario = SmallFleet.Scenario(
            hosts: 4, machines: Base, (_, sample) => 0.55 - (0.45 * Math.Cos(2 * Math.PI * sample / 72)));

        return scenario with
        {
            Machines = [.. scenario.Machines.Select(machine => machine with { Group = Web })],
            Groups = [new SimulatedGroup(Web, 0, new CpuMhz(5_000))],
        };
    }

    private static Policy Policy(string template) => new()
    {
        DefaultMode = OperatingMode.Autopilot,
        SpareFaultDomains = 0,
        MinimumHostsOn = 4,
        Consolidate = false,
        Groups =
        [
            new VmGroup
            {
                Id = Web,
                Template = new(template),
                Minimum = 2,
                Maximum = 10,
                Rules = [new PredictiveScaling(0.95), new TargetTracking(1, 0.05)],
            },
        ],
        Templates = [new VmTemplate(new(template), 1, "", 1, new MemoryBytes(SmallFleet.Gib))],
    };
}
