using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Scaling;

/// <summary>Who joins and leaves the load balancer of a group, and when nobody does.</summary>
public class BackendStepTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly VmGroupId Web = new("web");
    private static readonly VmTemplateId Template = new("t");
    private static readonly ProviderId Shop = new("shop");

    [Fact]
    public void Who_serves_and_is_not_known_there_joins()
    {
        var plan = Plan(Fleet(["web-r1-1", "web-r1-2"], ["web-r1-1"]), wanted: 2);

        Assert.Equal(new JoinBackendPool(new("web-r1-2"), Shop, "web-r1-2", Web), Assert.Single(plan.Actions).Action);
    }

    [Fact]
    public void Who_goes_is_drained_then_stopped_then_deleted()
    {
        var plan = Plan(Fleet(["web-r1-1", "web-r1-2"], ["web-r1-1", "web-r1-2"]), wanted: 1);

        Assert.Equal(
            [typeof(LeaveBackendPool), typeof(PowerOffVirtualMachine), typeof(DeleteVirtualMachine)], plan.Actions.Select(action => action.Action.GetType()));
        Assert.Equal([plan.Actions[0].Id], plan.Actions[1].DependsOn);
        Assert.Equal([plan.Actions[1].Id], plan.Actions[2].DependsOn);
    }

    [Fact]
    public void Nobody_goes_while_somebody_has_not_joined_yet()
    {
        var fleet = Fleet(["web-r1-1", "web-r1-2", "web-r1-3"], ["web-r1-1", "web-r1-2"]) with
        {
            InFlight = [new InFlightAction(new("j"), new JoinBackendPool(new("web-r1-3"), Shop, "web-r1-3", Web), Now)],
        };

        var plan = Plan(fleet, wanted: 1);

        Assert.Empty(plan.Actions);
        Assert.Contains("'web-r1-3' has not joined 'shop' yet", Assert.Single(plan.Refusals).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_it_does_not_answer_replicas_come_and_none_goes()
    {
        var fleet = Fleet(["web-r1-1", "web-r1-2"], ["web-r1-1"]);
        fleet = fleet with { BackendPools = [fleet.BackendPools[0] with { Answers = false }] };

        var fewer = Plan(fleet, wanted: 1);
        var more = Plan(fleet, wanted: 3);

        Assert.Empty(fewer.Actions);
        Assert.IsType<CreateVirtualMachine>(Assert.Single(more.Actions).Action);
        Assert.All([fewer, more], plan => Assert.Contains(plan.Refusals, refusal => refusal.Rule == "S28"));
    }

    [Fact]
    public void Before_it_was_asked_first_that_is_said_and_not_that_it_is_unknown()
    {
        var fleet = Fleet(["web-r1-1"], []);
        fleet = fleet with { BackendPools = [new BackendPool(Shop, Answers: false, []) { IsUnasked = true }] };

        var refusal = Plan(fleet, wanted: 1).Refusals.First(one => one.Rule == "S28");

        Assert.Equal("Load balancer 'shop' has not been asked yet; the first decision asks it.", refusal.Reason);
    }

    [Fact]
    public void Leaving_that_was_interrupted_goes_on_and_is_no_surplus_twice()
    {
        var fleet = Fleet(["web-r1-1", "web-r1-2", "web-r1-3"], ["web-r1-1", "web-r1-2"]) with
        {
            RecentChanges = [new InFlightAction(new("l"), new LeaveBackendPool(new("web-r1-3"), Shop, Web), Now - TimeSpan.FromMinutes(2))],
        };

        var plan = Plan(fleet, wanted: 1);

        Assert.Equal(
            [new PowerOffVirtualMachine(new("web-r1-3")), new DeleteVirtualMachine(new("web-r1-3")) { Group = Web }],
            plan.Actions.Select(action => action.Action));
    }

    [Fact]
    public void A_failed_replica_is_taken_out_at_once()
    {
        var fleet = Fleet(["web-r1-1", "web-r1-2"], ["web-r1-1", "web-r1-2"]);
        fleet = fleet with
        {
            VirtualMachines = [fleet.VirtualMachines[0], fleet.VirtualMachines[1] with { State = PowerState.Failed }],
        };

        var plan = Plan(fleet, wanted: 1);

        Assert.Contains(new LeaveBackendPool(new("web-r1-2"), Shop, Web) { AtOnce = true }, plan.Actions.Select(action => action.Action));
    }

    [Fact]
    public void What_did_not_help_twice_rests_twice_as_long()
    {
        var join = new JoinBackendPool(new("web-r1-2"), Shop, "web-r1-2", Web);
        var fleet = Fleet(["web-r1-1", "web-r1-2"], ["web-r1-1"]) with
        {
            RecentChanges =
            [
                new InFlightAction(new("j1"), join, Now - TimeSpan.FromMinutes(16)), new InFlightAction(new("j2"), join, Now - TimeSpan.FromMinutes(9)),
            ],
        };

        Assert.Contains("was tried 2 times lately and is not so; it is tried again at 12:01.", Assert.Single(Plan(fleet, 2).Refusals).Reason, StringComparison.Ordinal);
        Assert.Single(Plan(fleet with { TakenAt = Now + TimeSpan.FromMinutes(1) }, 2).Actions);
    }

    private static Plan Plan(FleetSnapshot fleet, int wanted) => Scheduler.Plan(
        fleet, new Outlook(fleet.TakenAt, TimeSpan.FromMinutes(5), 3, [0.5, 0.95], [], []),
        new Policy
        {
            Strategy = PlacementStrategy.None,
            SpareFaultDomains = 0,
            Groups =
            [
                new VmGroup { Id = Web, Template = Template, Minimum = 1, Maximum = 5, BackendPool = Shop, Rules = [new FixedCount(wanted)] },
            ],
            Templates = [new VmTemplate(Template, 1, "t", 1, new MemoryBytes(1L << 30))],
        });

    private static FleetSnapshot Fleet(string[] machines, string[] backends) => FleetSnapshot.Create(
        Now, new ClusterId("c"),
        [
            new Host(
                new("h"), "h", new("p"), new ClusterId("c"), HostState.On, false, 32, new CpuMhz(64_000), new MemoryBytes(64L << 30),
                new BytesPerSecond(1.25e9), new PowerCurve([100, 200]), "", "test"),
        ],
        machines.Select(name => new VirtualMachine(
            new(name), name, new("p"), new ClusterId("c"), new HostId("h"), PowerState.On, 1, new CpuMhz(1_000),
            new MemoryBytes(1L << 30), Mobility.Free, Web, null)
        {
            Template = Template,
            TemplateVersion = 1,
        }),
        ImmutableArray<PastMove>.Empty, ImmutableArray<InFlightAction>.Empty) with
    {
        BackendPools = [new BackendPool(Shop, Answers: true, [.. backends.Select(name => new Backend(new(name), BackendState.Serving, null))])],
    };
}
