using System.Collections.Immutable;
using CsCheck;
using Vireo.Fleet;
using Vireo.Scheduling.Network;
using Vireo.Scheduling.Network.Ovn;

namespace Vireo.Scheduling.Tests.Network;

public class NetworkPlannerTests
{
    private static readonly VirtualNetwork Web = new()
    {
        Name = "web",
        Subnet = "10.1.0.0/24",
        Ports = [new NetworkPort("web-1") { Address = "10.1.0.11" }],
        Groups = [new VmGroupId("web")],
    };

    private static readonly VirtualNetwork Data = new() { Name = "data", Subnet = "10.2.0.0/24", Ports = [new NetworkPort("db-1")] };

    private static readonly VirtualRouter Edge = new() { Name = "edge", Networks = ["web", "data"] };

    private static NetworkIntent Shop => new() { Networks = [Web, Data], Routers = [Edge] };

    [Fact]
    public void A_plan_that_is_carried_out_leaves_nothing_to_do() => Intents().Array[1, 4].Sample(intents =>
    {
        var there = OvnState.Empty;
        foreach (var intent in intents)
        {
            var plan = NetworkPlanner.Plan(intent, Fleet(), there);
            Assert.Empty(plan.Refusals);
            there = there with { Rows = Carried(there.Rows, plan.Stages) };
            Assert.Empty(NetworkPlanner.Plan(intent, Fleet(), there).Stages);
        }
    }, iter: 300);

    [Fact]
    public void Nothing_is_named_before_it_is_made_or_after_it_has_gone() => Intents().Array[2].Sample(intents =>
    {
        var there = OvnState.Empty;
        foreach (var intent in intents)
        {
            foreach (var stage in NetworkPlanner.Plan(intent, Fleet(), there).Stages)
            {
                there = there with { Rows = Carried(there.Rows, [stage]) };
                var keys = there.Rows.Select(row => row.Key).ToHashSet();
                Assert.All(there.Rows, row => Assert.All(
                    row.Columns.Values.Where(column => column.Kind is OvnColumnKind.Row or OvnColumnKind.Rows),
                    column => Assert.Subset(keys, column.Items.ToHashSet())));
            }
        }
    }, iter: 300);

    [Fact]
    public void A_machine_that_comes_moves_no_other_and_one_that_stays_keeps_its_address()
    {
        var first = NetworkPlanner.Plan(Shop, [Machine("web-3", "web")], OvnState.Empty);
        var there = OvnState.Empty with { Rows = Carried([], first.Stages) };

        var second = NetworkPlanner.Plan(Shop, [Machine("web-2", "web"), Machine("web-3", "web")], there);

        Assert.Equal("10.1.0.2", there.HeldAddresses()["web.web-3"]);
        Assert.Equal("10.1.0.3", (there with { Rows = Carried(there.Rows, second.Stages) }).HeldAddresses()["web.web-2"]);
        Assert.Empty(second.Losses);
        var made = Assert.Single(second.Stages);
        Assert.Equal(["network/web", "port/web/web-2"], made.Changes.Select(change => change.Key));
    }

    [Fact]
    public void Who_loses_what_is_said_before()
    {
        var there = OvnState.Empty with { Rows = Carried([], NetworkPlanner.Plan(Shop, [], OvnState.Empty).Stages) };
        var firewall = new FirewallPolicy { Name = "db", Networks = ["data"], Rules = [new FirewallRule { Protocol = "tcp", Ports = [5432] }] };
        var after = Shop with
        {
            Networks = [Web with { LimitPerMachine = new BytesPerSecond(1_250_000) }, Data],
            Routers = [Edge with { Networks = ["web"] }],
            Firewalls = [firewall],
        };

        var plan = NetworkPlanner.Plan(after, [], there);

        Assert.Equal(
        [
            "db-1 in data loses: all that firewall 'db' does not allow",
            "db-1 in data loses: the way to network 'web'",
            "web-1 in web loses: sending faster than 10000 kbit/s",
            "web-1 in web loses: the way to network 'data'",
        ],
            plan.Losses.Select(loss => loss.ToString()));
        Assert.Equal([OvnStageKind.Make, OvnStageKind.Break], plan.Stages.Select(stage => stage.Kind));
    }

    [Fact]
    public void What_stands_in_the_way_goes_first_and_the_rest_last()
    {
        var there = OvnState.Empty with { Rows = Carried([], NetworkPlanner.Plan(Shop, [Machine("web-9", "web")], OvnState.Empty).Stages) };
        var after = Shop with { Networks = [Web with { Ports = [new NetworkPort("new-1") { Address = "10.1.0.11" }], Groups = [] }, Data] };

        var plan = NetworkPlanner.Plan(after, [], there);

        Assert.Equal([OvnStageKind.Release, OvnStageKind.Make, OvnStageKind.Break], plan.Stages.Select(stage => stage.Kind));
        Assert.Contains(plan.Stages[0].Changes, change => change is { Key: "port/web/web-1", After: null });
        Assert.Contains(plan.Stages[2].Changes, change => change is { Key: "port/web/web-9", After: null });
    }

    [Fact]
    public void A_change_that_takes_from_a_protected_network_and_a_name_of_others_are_refused()
    {
        var shop = Shop with { Networks = [Web with { IsProtected = true }, Data] };
        var there = OvnState.Empty with { Rows = Carried([], NetworkPlanner.Plan(shop, [], OvnState.Empty).Stages) };

        var cut = NetworkPlanner.Plan(shop with { Routers = [Edge with { Networks = ["data"] }] }, [], there);
        var taken = NetworkPlanner.Plan(shop, [], OvnState.Empty with { ForeignNames = ["Logical_Switch_Port/web.web-1"] });

        Assert.StartsWith("Network 'web' is protected, and web-1 in web loses: the way to network 'data'", Assert.Single(cut.Refusals), StringComparison.Ordinal);
        Assert.StartsWith("'web.web-1' (Logical_Switch_Port) is there already and is not ours.", Assert.Single(taken.Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public void A_subnet_that_is_full_is_refused_with_how_many_are_short()
    {
        var small = Shop with { Networks = [Web with { Subnet = "10.1.0.8/30", Ports = [] }, Data] };

        var plan = NetworkPlanner.Plan(small, [Machine("a", "web"), Machine("b", "web"), Machine("c", "web")], OvnState.Empty);

        Assert.Equal("Network 'web': 10.1.0.8/30 has no address left for 2 of its machines. Widen the subnet.", Assert.Single(plan.Refusals));
    }

    [Theory]
    [InlineData("overlap", "networks", "overlap; one router cannot tell them apart")]
    [InlineData("address", "ports", "is none for machines of 10.1.0.0/24")]
    [InlineData("twice", "ports", "is that of 'web-1' as well")]
    [InlineData("via", "routes", "lies in no network of the router")]
    [InlineData("unknown", "networks", "There is no network named 'wbe'")]
    [InlineData("forward", "external", "need a way to the outside")]
    public void What_cannot_be_is_named(string kind, string key, string expected)
    {
        var intent = kind switch
        {
            "overlap" => Shop with { Networks = [Web, Data with { Subnet = "10.1.0.128/25" }] },
            "address" => Shop with { Networks = [Web with { Ports = [new NetworkPort("x") { Address = "10.1.0.255" }] }, Data] },
            "twice" => Shop with { Networks = [Web with { Ports = Web.Ports.Add(new NetworkPort("x") { Address = "10.1.0.11" }) }, Data] },
            "via" => Shop with { Routers = [Edge with { Routes = [new StaticRoute("0.0.0.0/0", "192.0.2.1")] }] },
            "unknown" => Shop with { Routers = [Edge with { Networks = ["web", "data", "wbe"] }] },
            _ => Shop with { Routers = [Edge with { PortForwards = [new PortForward(2222, TransportProtocol.Tcp, "db-1", 22)] }] },
        };

        var problem = Assert.Single(NetworkCheck.Problems(intent));

        Assert.Equal(key, problem.Key);
        Assert.Contains(expected, problem.Text, StringComparison.Ordinal);
    }

    private static VirtualMachine Machine(string name, string? group) => new(
        new VirtualMachineId(name), name, new ProviderId("p"), new ClusterId("c"), new HostId("h"), PowerState.On, 1, new CpuMhz(1000),
        new MemoryBytes(1 << 30), Mobility.Free, group is null ? null : new VmGroupId(group), null);

    private static VirtualMachine[] Fleet() => [.. Enumerable.Range(0, 6).Select(i => Machine($"vm-{i}", i < 3 ? "web" : null))];

    private static Gen<NetworkIntent> Intents() =>
        from first in Networks("a", 1)
        from second in Networks("b", 2)
        from joins in Gen.Int[0, 3]
        from hasFirewall in Gen.Bool
        from ports in Gen.Int[1, 3].Array[0, 2]
        from hasBalancer in Gen.Bool
        select new NetworkIntent
        {
            Networks = [first, second],
            Routers = joins == 0 ? [] : [new VirtualRouter { Name = "r", Networks = joins == 1 ? ["a"] : joins == 2 ? ["b"] : ["a", "b"] }],
            Firewalls = hasFirewall
                ? [new FirewallPolicy { Name = "f", Networks = ["a"], Rules = [.. ports.Distinct().Select(port => new FirewallRule { Protocol = "tcp", Ports = [port] })] }]
                : [],
            LoadBalancers = hasBalancer ? [new LoadBalancer { Name = "l", Address = "10.9.9.9", Network = "a", Names = ["vm-*"] }] : [],
        };

    private static Gen<VirtualNetwork> Networks(string name, int number) =>
        from names in Gen.Int[0, 5].Array[0, 4]
        from hasGroup in Gen.Bool
        from domain in Gen.Bool
        from limit in Gen.Int[0, 2]
        from fixedAt in Gen.Int[2, 9]
        select new VirtualNetwork
        {
            Name = name,
            Subnet = $"10.{number}.0.0/24",
            Domain = domain ? "test" : null,
            LimitPerMachine = limit == 0 ? null : new BytesPerSecond(limit * 1e6),
            Groups = hasGroup ? [new VmGroupId("web")] : [],
            Ports = [.. names.Distinct().Select((one, index) => new NetworkPort($"vm-{one}") { Address = index == 0 ? $"10.{number}.0.{fixedAt}" : null })],
        };

    // What a database does with the stages.
    private static ImmutableArray<OvnRow> Carried(ImmutableArray<OvnRow> rows, ImmutableArray<OvnStage> stages)
    {
        var all = rows.ToDictionary(row => row.Key);
        foreach (var change in stages.SelectMany(stage => stage.Changes))
        {
            if (change.After is null)
            {
                all.Remove(change.Key);
                continue;
            }

            var columns = (change.Before is null ? OvnTables.Row(change.Table, change.Key) : all[change.Key]).Columns.SetItems(change.Set);
            foreach (var (name, keys) in change.Joined)
            {
                columns = columns.SetItem(name, OvnColumn.Rows(columns[name].Items.Union(keys)));
            }

            foreach (var (name, keys) in change.Left)
            {
                columns = columns.SetItem(name, OvnColumn.Rows(columns[name].Items.Except(keys)));
            }

            all[change.Key] = new OvnRow(change.Table, change.Key, columns);
        }

        return [.. all.Values];
    }
}
