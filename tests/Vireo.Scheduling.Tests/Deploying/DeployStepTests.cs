using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Safety.Checking;
using Vireo.Scheduling.Tests.Decisions;

namespace Vireo.Scheduling.Tests.Deploying;

public class DeployStepTests
{
    private static readonly VmTemplate Small = new(new("small"), 2, "ubuntu", 2, new MemoryBytes(4L << 30))
    {
        UserData = "#cloud-config\nhostname: {{machine}}\n",
        Health = new HealthCheck(HealthCheckKind.Tcp, 80, "", TimeSpan.FromMinutes(5)),
    };

    private readonly SmallFleet _fleet = new SmallFleet().Host("h-1").Host("h-2").Machine("old", "h-1", median: 7_000, gib: 8);

    [Fact]
    public void A_machine_goes_where_the_forecast_has_room_and_takes_four_steps()
    {
        var plan = Plan(Request(new DeployedMachine(new("web"), Small.Id)));

        var create = Assert.IsType<CreateVirtualMachine>(plan.Actions[0].Action);
        Assert.Equal(("h-2", "#cloud-config\nhostname: web\n"), (create.On.Value, create.Specification?.UserData));
        Assert.Equal(
            ["CreateVirtualMachine", "PowerOnVirtualMachine", "ConfigureVirtualMachine", "CheckVirtualMachine"],
            plan.Actions.Select(action => action.Action.GetType().Name));
        Assert.All(plan.Actions.Skip(1).Zip(plan.Actions), pair => Assert.Equal([pair.Second.Id], pair.First.DependsOn));
    }

    [Fact]
    public void What_comes_after_another_begins_when_that_serves()
    {
        var plan = Plan(Request(
            new DeployedMachine(new("web"), Small.Id) { After = [new("db")] }, new DeployedMachine(new("db"), Small.Id)));

        var checkedDb = plan.Actions.Single(action => action.Action is CheckVirtualMachine { VirtualMachine.Value: "db" });
        var created = plan.Actions.Single(action => action.Action is CreateVirtualMachine { VirtualMachine.Value: "web" });
        Assert.Equal([checkedDb.Id], created.DependsOn);
    }

    [Fact]
    public void Placement_rules_hold_for_newcomers_too()
    {
        var policy = Policy() with
        {
            Rules = [new AffinityRule("apart", AffinityKind.KeepApart, [new("a"), new("b")], [])],
        };
        var plan = Plan(
            Request(new DeployedMachine(new("a"), Small.Id), new DeployedMachine(new("b"), Small.Id)), policy,
            new SmallFleet().Host("h-1").Host("h-2").Host("h-3"));

        var hosts = plan.Actions.Select(action => action.Action).OfType<CreateVirtualMachine>().Select(create => create.On).ToList();
        Assert.Equal(2, hosts.Distinct().Count());
    }

    [Fact]
    public void Half_a_deployment_is_none_when_the_rest_has_no_room()
    {
        var huge = Small with { Id = new("huge"), Memory = new MemoryBytes(128L << 30) };
        var plan = Plan(
            Request(new DeployedMachine(new("web"), Small.Id), new DeployedMachine(new("big"), huge.Id)),
            Policy() with { Templates = [Small, huge] });

        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Entity.Value == "big" && refusal.Reason.Contains("memory short", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_what_the_deployment_made_is_taken_away_when_it_is_undone()
    {
        var fleet = _fleet.Fleet;
        var mine = fleet.VirtualMachines[0] with { Id = new("web"), Deployment = new("shop") };
        var plan = Decide(
            fleet with
            {
                VirtualMachines = [.. fleet.VirtualMachines.Add(mine).OrderBy(machine => machine.Id)],
                Deployments =
                [
                    Request(new DeployedMachine(new("web"), Small.Id), new DeployedMachine(new("old"), Small.Id)) with
                    {
                        Status = DeploymentStatus.Undoing, Reason = "Boot of 'web' failed.",
                    },
                ],
            },
            Policy(), _fleet.Outlook);

        Assert.Equal(["web", "web"], plan.Actions.Select(action => action.Action.Target.Value));
        Assert.IsType<DeleteVirtualMachine>(plan.Actions[1].Action);
    }

    [Fact]
    public void What_could_not_be_deleted_rests_twice_as_long_after_each_failure_and_another_of_its_name_does_not()
    {
        var fleet = _fleet.Fleet;
        var mine = fleet.VirtualMachines[0] with { Id = new("web"), Deployment = new("shop"), State = PowerState.Off };
        FleetSnapshot After(params (FleetAction Action, double MinutesAgo)[] past) => fleet with
        {
            VirtualMachines = [.. fleet.VirtualMachines.Add(mine).OrderBy(machine => machine.Id)],
            RecentChanges =
            [
                .. past.Select((one, at) => new InFlightAction(new($"p-{at}"), one.Action, fleet.TakenAt.AddMinutes(-one.MinutesAgo))),
            ],
            Deployments = [Request(new DeployedMachine(new("web"), Small.Id)) with { Status = DeploymentStatus.Undoing }],
        };
        var delete = new DeleteVirtualMachine(mine.Id);
        var create = new CreateVirtualMachine(mine.Id, Small.Id, new("h-2"));

        var once = Decide(After((delete, 4)), Policy(), _fleet.Outlook);
        var later = Decide(After((delete, 6)), Policy(), _fleet.Outlook);
        var twice = Decide(After((delete, 15), (delete, 9)), Policy(), _fleet.Outlook);
        var another = Decide(After((delete, 4), (create, 3)), Policy(), _fleet.Outlook);

        Assert.Contains("failed 1 time lately", Assert.Single(once.Refusals, one => one.Rule == "rest").Reason);
        Assert.Contains("failed 2 times", Assert.Single(twice.Refusals, one => one.Rule == "rest").Reason);
        Assert.Equal([0, 1, 0, 1], new[] { once, later, twice, another }.Select(plan => plan.Actions.Length));
    }

    [Fact]
    public void Nothing_is_planned_twice_while_a_step_is_under_way()
    {
        var fleet = _fleet.UnderWay(new CreateVirtualMachine(new("web"), Small.Id, new("h-2"))).Fleet with
        {
            Deployments = [Request(new DeployedMachine(new("web"), Small.Id))],
        };

        Assert.Empty(Decide(fleet, Policy(), _fleet.Outlook).Actions);
    }

    private static Deployment Request(params ImmutableArray<DeployedMachine> machines) => new()
    {
        Id = new("shop"),
        Machines = machines,
        RequestedBy = "anna",
        RequestedAt = SmallFleet.Now,
        Deadline = SmallFleet.Now.AddHours(1),
    };

    private static Policy Policy() => new() { SpareFaultDomains = 0, Consolidate = false, ManageHostPower = false, Templates = [Small] };

    private Plan Plan(Deployment request, Policy? policy = null, SmallFleet? fleet = null)
    {
        var small = fleet ?? _fleet;

        return Decide(small.Fleet with { Deployments = [request] }, policy ?? Policy(), small.Outlook);
    }

    // Whatever is planned passes the independent checker.
    private static Plan Decide(FleetSnapshot fleet, Policy policy, Outlook outlook)
    {
        var plan = Scheduler.Plan(fleet, outlook, policy);
        Assert.Empty(PlanChecker.Check(plan.Actions, fleet, policy, []));

        return plan;
    }
}
