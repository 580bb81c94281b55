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

    private static IEnumerable<VirtualMachine> Members(LoopState state) =>
        state.Fleet.VirtualMachines.Where(machine => machine.Group == Web);

    private static IEnumerable<VirtualMachine> Serving(LoopState state) => Members(state).Where(machine => machine.IsServing);

    private static LoopTrial Run(params ScheduledFault[] faults)
    {
        var scenario = SmallFleet.Scenario(hosts: 4, machines: 1, (_, _) => 0.1) with { Faults = [.. faults] };
        var trial = new LoopTrial(scenario, hours: 8, Policy(1));
        trial.AfterDecision += (fleet, state) =>
        {
            if (state.Cycle == 24)
            {
                _ = trial.Operations.SetPolicyAsync(Policy(2), "anna", TestContext.Current.CancellationToken);
            }
        };
        trial.Run();

        return trial;
    }

    private static Policy Policy(int version) => new()
    {
        DefaultMode = OperatingMode.Autopilot,
        SpareFaultDomains = 0,
        MinimumHostsOn = 4,
        Consolidate = false,
        Groups =
        [
            new VmGroup { Id = Web, Template = new("t"), Minimum = Replicas, Maximum = Replicas + 2, Rules = [new FixedCount(Replicas)] },
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
