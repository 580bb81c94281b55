using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

/// <summary>A group that goes to a new version of its template, by the whole loop on a simulated fleet.</summary>
public class RollingUpdateTests
{
    private const int Replicas = 4;
    private static readonly VmGroupId Web = new("web");

    [Fact]
    public void Every_replica_is_replaced_one_at_a_time_and_enough_serve_all_the_while()
    {
        var trial = Run();

        Assert.All(Serving(trial.States[^1]), machine => Assert.Equal(2, machine.TemplateVersion));
        Assert.All(trial.States.Skip(20), state => Assert.InRange(Serving(state).Count(), Replicas, Replicas + 1));
        Assert.All(trial.States, state => Assert.InRange(Members(state).Count(), 0, Replicas + 2));
    }

    [Theory]
    [InlineData("check")]
    [InlineData("boot")]
    [InlineData("create")]
    public void A_version_that_does_not_serve_is_stopped_rolled_back_and_not_tried_again(string step)
    {
        string target = step == "boot" ? "t@2/configure" : $"t@2/{step}";
        var trial = Run(new ScheduledFault(TimeSpan.Zero, FaultKind.TemplateFails, target, TimeSpan.FromDays(1)));

        var last = trial.States[^1];
        Assert.Equal(Replicas, Serving(last).Count());
        Assert.All(Serving(last), machine => Assert.Equal(1, machine.TemplateVersion));
        var rejected = Assert.Single(last.Fleet.RejectedVersions);
        Assert.Equal((Web, 2), (rejected.Group, rejected.Version));
        int tried = trial.Started.Count(started => started.Action is CreateVirtualMachine { Specification.Version: 2 });
        Assert.InRange(tried, 1, 3);
        Assert.All(trial.States.Skip(20), state => Assert.InRange(Serving(state).Count(), Replicas, Replicas + 1));
        Assert.Contains(last.Timeline, happened => happened.Message.Contains("rolled back", StringComparison.Ordinal));
    }

    [Fact]
    public void A_version_that_answers_later_than_is_promised_is_stopped_after_one_replica_and_rolled_back_with_both_times()
    {
        var trial = Run(
            TimeSpan.FromMilliseconds(50), new ScheduledFault(TimeSpan.Zero, FaultKind.TemplateSlow, "t@2", TimeSpan.FromDays(1)));

        var last = trial.States[^1];
        var rejected = Assert.Single(last.Fleet.RejectedVersions);
        Assert.Matches(@"^Replicas of version 2 of 't' answer in 8\d ms where 50 ms are promised and those of other versions take 2\d ms\.$", rejected.Reason);
        Assert.All(Serving(last), machine => Assert.Equal(1, machine.TemplateVersion));
        Assert.Equal(Replicas, Serving(last).Count());
        Assert.Single(trial.Started, started => started.Action is CreateVirtualMachine { Specification.Version: 2 });
        Assert.All(trial.States, state => Assert.InRange(Serving(state).Count(machine => machine.TemplateVersion == 2), 0, 1));
    }

    [Fact]
    public void A_version_that_keeps_the_promise_replaces_all_once_its_first_replica_was_measured()
    {
        var trial = Run(TimeSpan.FromMilliseconds(50));

        Assert.Empty(trial.States[^1].Fleet.RejectedVersions);
        Assert.All(Serving(trial.States[^1]), machine => Assert.Equal(2, machine.TemplateVersion));
        Assert.Contains(
            trial.States.SelectMany(state => state.Plans).SelectMany(plan => plan.Plan.Refusals),
            refusal => refusal.Reason.EndsWith("the first replica of version 2 has been measured 3 times.", StringComparison.Ordinal));
    }

    private static IEnumerable<VirtualMachine> Members(LoopState state) =>
        state.Fleet.VirtualMachines.Where(machine => machine.Group == Web);

    private static IEnumerable<VirtualMachine> Serving(LoopState state) => Members(state).Where(machine => machine.IsServing);

    private static LoopTrial Run(params ScheduledFault[] faults) => Run(promised: null, faults);

    private static LoopTrial Run(TimeSpan? promised, params ScheduledFault[] faults)
    {
        var scenario = SmallFleet.Scenario(hosts: 4, machines: 1, (_, _) => 0.1) with { Faults = [.. faults] };
        var trial = new LoopTrial(scenario, hours: 8, Policy(1, promised));
        trial.AfterDecision += (fleet, state) =>
        {
            if (state.Cycle == 24)
            {
                _ = trial.Operations.SetPolicyAsync(Policy(2, promised), "anna", TestContext.Current.CancellationToken);
            }
        };
        trial.Run();

        return trial;
    }

    private static Policy Policy(int version, TimeSpan? promised) => new()
    {
        DefaultMode = OperatingMode.Autopilot,
        SpareFaultDomains = 0,
        MinimumHostsOn = 4,
        Consolidate = false,
        Groups =
        [
            new VmGroup
            {
                Id = Web, Template = new("t"), Minimum = Replicas, Maximum = Replicas + 2, ResponseTime = promised,
                Rules = [new FixedCount(Replicas)],
            },
        ],
        Templates =
        [
            new VmTemplate(new("t"), version, "t", 1, new MemoryBytes(SmallFleet.Gib))
            {
                UserData = "#cloud-config\nhostname: {{machine}}\n",
                Health = new HealthCheck(HealthCheckKind.Tcp, 80, "", TimeSpan.FromMinutes(5)),
            },
        ],
    };
}
