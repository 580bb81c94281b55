using Vireo.Fleet;
using Vireo.Scheduling.Network;
using Vireo.Scheduling.Network.Ovn;

namespace Vireo.Scheduling.Tests.Network;

public sealed class NetworkStepTests
{
    private static readonly ProviderId Provider = new("c-network");

    private static readonly NetworkIntent Shop = new()
    {
        Networks =
        [
            new VirtualNetwork { Name = "web", Subnet = "10.1.0.0/24", Groups = [new VmGroupId("web")] },
            new VirtualNetwork { Name = "data", Subnet = "10.2.0.0/24", Names = ["db-*"] },
        ],
        Routers = [new VirtualRouter { Name = "edge", Networks = ["web", "data"] }],
    };

    [Fact]
    public void Every_stage_is_an_action_after_the_one_before_and_says_what_is_lost()
    {
        var there = Carry(Fleet(Machine("web-1", "web"), Machine("web-2", "web")), Shop);
        var moved = Shop with { Networks = [Shop.Networks[0] with { Subnet = "10.3.0.0/24" }, Shop.Networks[1]] };

        var plan = Plan(Fleet(Machine("web-2", "web"), Machine("web-3", "web")) with { Network = there }, moved);

        var changes = plan.Actions.Select(action => (ChangeNetwork)action.Action).ToList();
        Assert.Equal([OvnStageKind.Make, OvnStageKind.Change, OvnStageKind.Break], changes.Select(change => change.Stage.Kind));
        Assert.All(plan.Actions.Skip(1).Zip(plan.Actions), pair => Assert.Equal([pair.Second.Id], pair.First.DependsOn));
        Assert.Equal(["web-1", "web-2"], changes[^1].Losses.Select(loss => loss.Machine).Distinct());
        Assert.All(changes.SkipLast(1), change => Assert.Empty(change.Losses));
        Assert.Contains("web-1 in web loses: its address", plan.Actions[^1].ExpectedEffect, StringComparison.Ordinal);
        Assert.StartsWith("What is new and is made: ~ network/web", plan.Actions[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stage_names_the_networks_that_it_changes()
    {
        var fleet = Fleet(Machine("web-1", "web"), Machine("db-1", null));
        var there = Carry(fleet, Shop);
        var moved = Shop with { Networks = [Shop.Networks[0] with { Subnet = "10.3.0.0/24" }, Shop.Networks[1]] };

        var first = Plan(fleet with { Network = new NetworkSight(Provider, OvnState.Empty, []) }, Shop);
        var second = Plan(fleet with { Network = there }, moved);

        Assert.Equal(["data", "web"], NetworksOf(first));
        Assert.Equal(["web"], NetworksOf(second));
    }

    [Fact]
    public void What_is_carried_out_leaves_nothing_to_do_also_as_actions_are_stored()
    {
        var fleet = Fleet(Machine("web-1", "web"), Machine("db-1", null));
        var plan = Plan(fleet with { Network = new NetworkSight(Provider, OvnState.Empty, []) }, Shop);

        var stored = CanonicalJson.Read<Plan>(CanonicalJson.Write(plan));
        var state = stored.Actions.Select(action => ((ChangeNetwork)action.Action).Stage)
            .Aggregate(OvnState.Empty, (there, stage) => stage.Of(there));

        Assert.Equal(CanonicalJson.Write(plan), CanonicalJson.Write(stored));
        Assert.Empty(Plan(fleet with { Network = new NetworkSight(Provider, state, []) }, Shop).Actions);
        Assert.True(((ChangeNetwork)stored.Actions[^1].Action).Stage.IsIn(state));
    }

    [Fact]
    public void A_machine_that_is_being_made_has_its_port_when_it_starts_and_one_that_leaves_keeps_it_until_it_is_gone()
    {
        var fleet = Fleet(Machine("web-1", "web"));
        var create = new CreateVirtualMachine(new("web-2"), new("small"), new("h")) { Group = new VmGroupId("web") };
        var delete = new DeleteVirtualMachine(new("web-1"));
        var there = Carry(fleet, Shop);

        var plan = Plan(
            fleet with { Network = there, InFlight = [new(new("a"), create, default), new(new("b"), delete, default)] }, Shop);

        var change = (ChangeNetwork)Assert.Single(plan.Actions).Action;
        Assert.Contains(change.Stage.Changes, made => made is { Key: "port/web/web-2", Before: null });
        Assert.Empty(change.Losses);
    }

    [Fact]
    public void Nothing_declared_takes_nothing_down()
    {
        var there = Carry(Fleet(Machine("web-1", "web")), Shop);

        var plan = Plan(Fleet(Machine("web-1", "web")) with { Network = there }, intent: null);

        Assert.Empty(plan.Actions);
        Assert.Contains("They stay; 'vireo network apply' takes them down.", Assert.Single(plan.Refusals).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_of_which_nothing_is_known_are_not_cut_off()
    {
        var there = Carry(Fleet(Machine("web-1", "web"), Machine("web-2", "web")), Shop);
        var silent = Fleet(Machine("web-1", "web")) with { Network = there };
        silent = silent with { Hosts = [silent.Hosts[0] with { State = HostState.Unreachable }] };

        var unknown = Plan(silent, Shop);
        var nobody = Plan(silent with { Hosts = [], VirtualMachines = [] }, Shop);

        Assert.Empty(unknown.Actions);
        Assert.Equal(
            "Host 'h' does not answer, so web-2 may still run there and would be cut off.", Assert.Single(unknown.Refusals).Reason);
        Assert.Empty(nobody.Actions);
        Assert.Contains(nobody.Refusals, refusal => refusal.Reason.StartsWith("No host is known yet", StringComparison.Ordinal));
    }

    [Fact]
    public void The_way_to_the_hosts_is_not_cut()
    {
        var fleet = Fleet(Machine("web-1", "web"));
        var there = Carry(fleet, Shop) with { Management = ["10.1.0.77"] };

        var plan = Plan(fleet with { Network = there }, Shop with { Routers = [] });

        Assert.Empty(plan.Actions);
        Assert.StartsWith(
            "Network 'web' holds 10.1.0.77, by which hosts or the network's database are reached, and web-1 in web loses: the way to",
            Assert.Single(plan.Refusals).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void While_a_change_is_under_way_no_other_is_planned()
    {
        var fleet = Fleet(Machine("web-1", "web")) with
        {
            Network = new NetworkSight(Provider, OvnState.Empty, []),
            InFlight = [new(new("a"), new ChangeNetwork(Provider, new OvnStage(OvnStageKind.Make, []), []), default)],
        };

        Assert.Empty(Plan(fleet, Shop).Actions);
    }

    private static Plan Plan(FleetSnapshot fleet, NetworkIntent? intent) =>
        NetworkStep.Run(fleet, new Policy { Network = intent }).Before(Vireo.Fleet.Plan.Empty("nothing"));

    private static NetworkSight Carry(FleetSnapshot fleet, NetworkIntent intent) => new(
        Provider,
        NetworkPlanner.Plan(intent, fleet.VirtualMachines, OvnState.Empty).Stages.Aggregate(OvnState.Empty, (there, stage) => stage.Of(there)),
        []);

    private static FleetSnapshot Fleet(params VirtualMachine[] machines) => FleetSnapshot.Create(
        new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero), new ClusterId("c"),
        [
            new Host(
                new("h"), "h", new("p"), new("c"), HostState.On, false, 8, new CpuMhz(10_000), new MemoryBytes(16L << 30),
                new BytesPerSecond(1.25e9), new PowerCurve([100, 200]), "", "test"),
        ],
        machines, [], []);

    private static VirtualMachine Machine(string name, string? group) => new(
        new VirtualMachineId(name), name, new ProviderId("p"), new ClusterId("c"), new HostId("h"), PowerState.On, 1, new CpuMhz(1000),
        new MemoryBytes(1 << 30), Mobility.Free, group is null ? null : new VmGroupId(group), null);

    private static IEnumerable<string> NetworksOf(Plan plan) => plan.Actions
        .SelectMany(action => OvnKeys.NetworksOf(((ChangeNetwork)action.Action).Stage)).Distinct().Order(StringComparer.Ordinal);
}
