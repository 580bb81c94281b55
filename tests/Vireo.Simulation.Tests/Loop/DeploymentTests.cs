using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

/// <summary>Deployments from the request to their end, by the whole loop on a simulated fleet.</summary>
public class DeploymentTests
{
    private static readonly VirtualMachineId Db = new("db-1");
    private static readonly VirtualMachineId Web = new("web-1");
    private static readonly TimeSpan Always = TimeSpan.FromDays(1);

    [Fact]
    public void A_set_is_made_in_order_step_by_step_and_serves()
    {
        var trial = Deploy();

        var record = Assert.Single(trial.States[^1].Deployments);
        Assert.Equal(DeploymentStatus.Done, record.Deployment.Status);
        Assert.Equal(
            ["Create db-1", "Boot db-1", "Configure db-1", "Check db-1", "Create web-1", "Boot web-1", "Configure web-1", "Check web-1"],
            record.Steps.OrderBy(step => step.StartedAt).Select(step => $"{step.Kind} {step.Machine}"));
        Assert.All(record.Steps, step => Assert.Equal(OutcomeStatus.Succeeded, step.Status));
        var machine = Made(trial).First(made => made.Id == Db);
        Assert.Equal((GuestState.Healthy, 3, "shop"), (machine.Guest, machine.TemplateVersion, machine.Deployment?.Value));
        Assert.True(record.Steps[^1].EndedAt - record.Steps[0].StartedAt < TimeSpan.FromMinutes(10), "It waited for cycles.");
    }

    [Fact]
    public void Every_action_of_it_has_a_reason_and_was_reviewed() =>
        Assert.All(
            Deploy().States[^1].Plans.SelectMany(plan => plan.Plan.Actions),
            action => Assert.Contains("Deployment 'shop'", action.Reason));

    [Theory]
    [InlineData(FaultKind.TemplateFails, "create")]
    [InlineData(FaultKind.TemplateFails, "boot")]
    [InlineData(FaultKind.TemplateFails, "configure")]
    [InlineData(FaultKind.TemplateFails, "check")]
    [InlineData(FaultKind.TemplateHangs, "create")]
    [InlineData(FaultKind.TemplateHangs, "boot")]
    [InlineData(FaultKind.TemplateHangs, "configure")]
    [InlineData(FaultKind.TemplateHangs, "check")]
    public void Whatever_step_fails_or_hangs_all_of_it_is_undone_and_the_reason_is_kept(FaultKind kind, string step)
    {
        var trial = Deploy(new ScheduledFault(TimeSpan.Zero, kind, $"front/{step}", Always));

        var deployment = trial.States[^1].Deployments.Single().Deployment;
        Assert.Equal(DeploymentStatus.Undone, deployment.Status);
        Assert.Contains("'web-1' failed", deployment.Reason);
        Assert.Contains(step, deployment.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Made(trial));
    }

    [Fact]
    public void A_template_whose_image_is_missing_is_undone_and_says_so()
    {
        var policy = Policy();
        var trial = Deploy(policy with { Templates = [.. policy.Templates.Select(one => one with { Image = "no-such-image" })] });

        var deployment = trial.States[^1].Deployments.Single().Deployment;
        Assert.Equal(DeploymentStatus.Undone, deployment.Status);
        Assert.Contains("There is no image 'no-such-image'", deployment.Reason);
    }

    [Fact]
    public void What_only_observes_makes_nothing_and_gives_up_in_time()
    {
        var trial = Deploy(Policy() with { DefaultMode = OperatingMode.Recommend });

        Assert.Empty(trial.Started);
        Assert.Contains(trial.States.SelectMany(state => state.Plans), plan => plan.Status == PlanStatus.Recommended);
        Assert.Equal(DeploymentStatus.Undone, trial.States[^1].Deployments.Single().Deployment.Status);
    }

    [Fact]
    public void A_pool_without_room_refuses_and_says_by_how_much()
    {
        var small = new ResourcePool
        {
            Id = new("small"),
            Names = ["db-*"],
            Terms = PoolTerms.Usual.With(PoolResource.Cpu, new ResourceTerms(0, 400, null)),
        };
        var trial = Deploy(Policy() with { Pools = [small] });

        Assert.DoesNotContain(trial.Started, started => started.Action is CreateVirtualMachine);
        Assert.Contains(
            trial.States.SelectMany(state => state.Deployments), record => record.Deployment.Reason.Contains("600 MHz short", StringComparison.Ordinal));
    }

    private static IEnumerable<VirtualMachine> Made(LoopTrial trial) =>
        trial.States[^1].Fleet.VirtualMachines.Where(machine => machine.Id == Db || machine.Id == Web);

    private static LoopTrial Deploy(params ScheduledFault[] faults) => Deploy(Policy(), faults);

    private static LoopTrial Deploy(Policy policy, params ScheduledFault[] faults)
    {
        var scenario = SmallFleet.Scenario(hosts: 4, machines: 2, (_, _) => 0.2) with { Faults = [.. faults] };
        var trial = new LoopTrial(scenario, hours: 3, policy);
        trial.AfterDecision += (fleet, state) =>
        {
            if (state.Cycle == 6)
            {
                _ = trial.Operations.DeployAsync(Shop(), "anna", TestContext.Current.CancellationToken);
            }
        };
        trial.Run();

        return trial;
    }

    private static Deployment Shop() => new()
    {
        Id = new("shop"),
        Machines = [new DeployedMachine(Web, new("front")) { After = [Db] }, new DeployedMachine(Db, new("back"))],
        RequestedBy = "",
        RequestedAt = SmallFleet.Start,
        Deadline = SmallFleet.Start + TimeSpan.FromHours(1),
    };

    private static Policy Policy() => new()
    {
        DefaultMode = OperatingMode.Autopilot,
        SpareFaultDomains = 0,
        MinimumHostsOn = 4,
        Consolidate = false,
        Templates = [Template("front"), Template("back")],
    };

    private static VmTemplate Template(string name) => new(new(name), 3, "t", 1, new MemoryBytes(SmallFleet.Gib))
    {
        UserData = "#cloud-config\nhostname: {{machine}}\n",
        Health = new HealthCheck(HealthCheckKind.Tcp, 80, "", TimeSpan.FromMinutes(5)),
    };
}
