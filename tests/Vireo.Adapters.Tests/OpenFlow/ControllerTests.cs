using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Vireo.Adapters.OpenFlow;
using Vireo.Adapters.OpenFlow.Messages;
using Vireo.Adapters.OpenFlow.Text;

namespace Vireo.Adapters.Tests.OpenFlow;

/// <summary>The controller and a real Open vSwitch.</summary>
public sealed class ControllerTests
{
    private readonly ConcurrentQueue<string> _told = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Flows_groups_and_meters_are_made_and_what_is_no_longer_declared_goes_but_not_what_others_made()
    {
        await using var lab = await SwitchLab.StartAsync("br1");
        await lab.OfctlAsync("add-flow", "br1", "cookie=0x99,priority=7,in_port=9,actions=drop");
        await using var controller = Controller(lab, "br1", """
            # Half of it, and the rest to whoever is up.
            meter=1 kbps burst bands=type=drop rate=10000 burst_size=5000
            group_id=1,type=select,bucket=weight:3,actions=output:2,bucket=weight:1,actions=output:3
            group_id=2,type=ff,bucket=watch_port:2,actions=group:1
            priority=100,ip,nw_dst=10.0.0.0/8 actions=meter:1,group:2
            priority=10,arp actions=FLOOD
            """);
        await controller.SettleAsync([1], Token);
        AssertAsDeclared(controller);
        string first = await lab.OfctlAsync("dump-flows", "br1", "--no-stats");
        string groups = await lab.OfctlAsync("dump-groups", "br1");
        string meters = await lab.OfctlAsync("dump-meters", "br1");

        controller.Declare(1, SwitchProgram.Parse("priority=100,ip,nw_dst=10.0.0.0/8 actions=output:2\npriority=5 actions=drop"));
        await controller.SettleAsync([1], Token);
        AssertAsDeclared(controller);
        string second = await lab.OfctlAsync("dump-flows", "br1", "--no-stats");

        Assert.Contains("priority=100,ip,nw_dst=10.0.0.0/8 actions=meter:1,group:2", first, StringComparison.Ordinal);
        Assert.Contains("group_id=1,type=select,bucket=weight:3,actions=output:2,bucket=actions=output:3", groups, StringComparison.Ordinal);
        Assert.Contains("rate=10000 burst_size=5000", meters, StringComparison.Ordinal);
        Assert.Contains("priority=100,ip,nw_dst=10.0.0.0/8 actions=output:2", second, StringComparison.Ordinal);
        Assert.Contains("priority=7,in_port=9 actions=drop", second, StringComparison.Ordinal);
        Assert.DoesNotContain("FLOOD", second, StringComparison.Ordinal);
        Assert.DoesNotContain("group_id", await lab.OfctlAsync("dump-groups", "br1"), StringComparison.Ordinal);
        Assert.DoesNotContain("rate=", await lab.OfctlAsync("dump-meters", "br1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_flows_are_taken_by_a_real_switch_and_read_back_as_they_were_sent()
    {
        await using var lab = await SwitchLab.StartAsync("br1");
        var flows = CodecTests.Generate(GeneratedFlows.Flow, 1_500, seed: 11)
            .Where(one => !one.Actions.Contains("group:", StringComparison.Ordinal) && !one.Actions.Contains("meter:", StringComparison.Ordinal))
            .Select(one => $"table={one.Table},priority={one.Priority},{one.Match} actions={one.Actions}")
            .DistinctBy(line => FlowText.Parse(line).Key);
        await using var controller = Controller(lab, "br1", string.Join('\n', flows));
        await controller.SettleAsync([1], Token);
        AssertAsDeclared(controller);

        // Nothing differs from what the switch says, or it would be sent again.
        var again = await controller.Keeper(1)!.ReconcileAsync(Token);

        Assert.Equal((0, 0), (again.Made, again.Removed));
        Assert.Equal(again.InPlace, (int)(await controller.Keeper(1)!.Session.CountFlowsAsync(Token)).Flows);
    }

    [Fact]
    public async Task What_is_altered_by_hand_is_put_right()
    {
        await using var lab = await SwitchLab.StartAsync("br1");
        await using var controller = Controller(lab, "br1", "priority=100,in_port=1 actions=output:2\npriority=100,in_port=2 actions=output:1");
        await controller.SettleAsync([1], Token);
        var before = controller.Switches[0].Standing;

        await lab.OfctlAsync("del-flows", "br1", "in_port=1");
        await controller.WhenAsync(() => controller.Switches is [{ Standing: { } now }] && now != before && now.Made == 1, Token);

        Assert.Contains("priority=100,in_port=1 actions=output:2", await lab.OfctlAsync("dump-flows", "br1", "--no-stats"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_of_others_in_the_same_place_is_left_alone_and_told()
    {
        await using var lab = await SwitchLab.StartAsync("br1");
        await lab.OfctlAsync("add-flow", "br1", "cookie=0x99,priority=100,in_port=1,actions=drop");
        await using var controller = Controller(lab, "br1", "priority=100,in_port=1 actions=output:2\npriority=100,in_port=2 actions=output:1");
        await controller.SettleAsync([1], Token);

        string problem = Assert.Single(controller.Switches[0].Standing!.Problems);

        Assert.Contains("is there already with cookie 0x99 and is not ours", problem, StringComparison.Ordinal);
        string flows = await lab.OfctlAsync("dump-flows", "br1", "--no-stats");
        Assert.Contains("priority=100,in_port=1 actions=drop", flows, StringComparison.Ordinal);
        Assert.Contains("priority=100,in_port=2 actions=output:1", flows, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_switch_refuses_is_told_and_nothing_is_removed_then()
    {
        await using var lab = await SwitchLab.StartAsync("br1");
        await using var controller = Controller(lab, "br1", "priority=100,in_port=1 actions=output:2");
        await controller.SettleAsync([1], Token);

        // There is no table 254 for flows in Open vSwitch.
        controller.Declare(1, SwitchProgram.Parse("table=254,priority=100,in_port=1 actions=output:2"));
        await controller.SettleAsync([1], Token);

        Assert.Contains(controller.Switches[0].Standing!.Problems, problem => problem.StartsWith("refused: + table=254", StringComparison.Ordinal));
        Assert.Contains("priority=100,in_port=1 actions=output:2", await lab.OfctlAsync("dump-flows", "br1", "--no-stats"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_controllers_one_leads_and_the_one_before_yields()
    {
        await using var lab = await SwitchLab.StartAsync("br1");
        string[] places = [FreePlace(), FreePlace()];
        var program = ImmutableDictionary<ulong, SwitchProgram>.Empty.Add(1, SwitchProgram.Parse("priority=100,in_port=1 actions=output:2"));
        await using var first = new OpenFlowController(
            new OpenFlowSettings { Listen = places[0], Programs = program, Role = ControllerRole.Master, Generation = 5 }, TimeProvider.System, _told.Enqueue);
        await lab.ConfigureAsync("set-controller", "br1", places[0], places[1]);
        await first.SettleAsync([1], Token);
        Assert.Equal(ControllerRole.Master, first.Switches[0].Role);

        await using var second = new OpenFlowController(
            new OpenFlowSettings
            {
                Listen = places[1],
                Programs = program.SetItem(1, SwitchProgram.Parse("priority=100,in_port=1 actions=output:3")),
                Role = ControllerRole.Master,
                Generation = 6,
            },
            TimeProvider.System, _told.Enqueue);
        await second.SettleAsync([1], Token);

        // The old one does not know it yet; the switch refuses what it sends.
        var refused = await first.Keeper(1)!.Session.ChangeAsync(
            [new FlowChange(FlowCommand.Add, FlowText.Parse("priority=1,in_port=7 actions=drop"))], Token);

        Assert.Equal(SwitchError.IsSlave, Assert.Single(refused.Failures).Error);
        Assert.Equal(ControllerRole.Slave, first.Switches[0].Role);
        Assert.Equal(ControllerRole.Master, second.Switches[0].Role);
        Assert.Contains("actions=output:3", await lab.OfctlAsync("dump-flows", "br1", "--no-stats"), StringComparison.Ordinal);

        // And who comes with a generation that is over is refused.
        var stale = await Assert.ThrowsAsync<OpenFlowRefused>(() => first.Keeper(1)!.Session.AskRoleAsync(ControllerRole.Master, 5, Token));
        Assert.Equal(SwitchError.StaleRole, stale.Error);
    }

    [Fact]
    public async Task Flows_outlive_the_controller_and_the_switch_is_set_up_again_after_it_crashed()
    {
        await using var lab = await SwitchLab.StartAsync("br1");
        const string Program = "priority=100,in_port=1 actions=output:2";
        await using (var first = Controller(lab, "br1", Program))
        {
            await first.SettleAsync([1], Token);
        }

        Assert.Contains(Program, await lab.OfctlAsync("dump-flows", "br1", "--no-stats"), StringComparison.Ordinal);
        await using var second = Controller(lab, "br1", Program);
        await second.SettleAsync([1], Token);
        Assert.Equal((1, 0), (second.Switches[0].Standing!.InPlace, second.Switches[0].Standing!.Made));

        await lab.RunAsync("kill");
        await second.WhenAsync(() => second.Switches.IsEmpty, Token);
        await lab.RunAsync("start");
        await second.SettleAsync([1], Token);

        Assert.Equal((0, 1), (second.Switches[0].Standing!.InPlace, second.Switches[0].Standing!.Made));
    }

    [Fact]
    public async Task No_packet_is_lost_while_controllers_come_and_go_and_each_declares_something_else()
    {
        await using var lab = await SwitchLab.StartAsync("br1");
        await lab.ConfigureAsync(
            "add-port", "br1", "p1", "--", "set", "interface", "p1", "type=dummy", "ofport_request=1",
            "--", "add-port", "br1", "p2", "--", "set", "interface", "p2", "type=dummy", "ofport_request=2");
        string[] programs =
        [
            "priority=100,in_port=1 actions=output:2",
            "priority=200,in_port=1,dl_type=0x1234 actions=output:2",
            "priority=200,in_port=1 actions=goto_table:4\ntable=4,priority=1 actions=output:2",
            "group_id=1,type=all,bucket=actions=output:2\npriority=50,in_port=1 actions=group:1",
            "group_id=2,type=all,bucket=actions=output:2\ngroup_id=1,type=all,bucket=actions=group:2\npriority=50,in_port=1 actions=group:1",
        ];
        await using (var first = Controller(lab, "br1", programs[0]))
        {
            await first.SettleAsync([1], Token);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var sending = SendAsync(lab, stop.Token);
        foreach (string program in programs.Skip(1).Concat(programs).Append(programs[3]))
        {
            await using var next = Controller(lab, "br1", program);
            await next.SettleAsync([1], Token);
            AssertAsDeclared(next);
        }

        await stop.CancelAsync();
        int sent = await sending;
        await using var last = Controller(lab, "br1", programs[3]);
        await last.SettleAsync([1], Token);
        var ports = await last.Keeper(1)!.Session.ReadPortsAsync(Token);

        Assert.InRange(sent, 20, int.MaxValue);
        Assert.Equal((ulong)sent, ports.Single(port => port.Port == 2).SentPackets);
    }

    // As many as go through one after the other.
    private static async Task<int> SendAsync(SwitchLab lab, CancellationToken cancellationToken)
    {
        int sent = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            await lab.AskAsync("netdev-dummy/receive", "p1", "in_port(1),eth(src=0a:00:00:00:00:01,dst=0a:00:00:00:00:02),eth_type(0x1234)");
            sent++;
        }

        return sent;
    }

    [Fact]
    public async Task Wires_are_found_in_both_directions_and_end_when_a_port_goes()
    {
        await using var lab = await SwitchLab.StartAsync("br1", "br2");
        string place = FreePlace();
        await using var controller = new OpenFlowController(
            new OpenFlowSettings { Listen = place, DiscoverEvery = TimeSpan.FromSeconds(1) }, TimeProvider.System, _told.Enqueue);
        await lab.ConfigureAsync(
            "set-controller", "br1", place, "--", "set-controller", "br2", place,
            "--", "add-port", "br1", "p12", "--", "set", "interface", "p12", "type=patch", "options:peer=p21",
            "--", "add-port", "br2", "p21", "--", "set", "interface", "p21", "type=patch", "options:peer=p12");
        await controller.WhenAsync(() => controller.LinkCount == 2, Token);

        var link = Assert.Single(controller.Topology().Links, link => link.Evidence == "openflow");
        Assert.Equal("port/0000000000000001/p12--port/0000000000000002/p21", link.Id);

        await lab.ConfigureAsync("del-port", "br1", "p12");
        await controller.WhenAsync(() => controller.LinkCount == 0, Token);
    }

    [Fact]
    public async Task A_port_is_taken_down_and_that_is_seen()
    {
        await using var lab = await SwitchLab.StartAsync("br1");
        await lab.ConfigureAsync("add-port", "br1", "p1", "--", "set", "interface", "p1", "type=dummy");
        await using var controller = Controller(lab, "br1", "priority=100,in_port=1 actions=IN_PORT");
        await controller.WhenAsync(() => controller.Switches is [{ PortsUp: 1 }], Token);
        var session = controller.Keeper(1)!.Session;

        var outcome = await session.ChangeAsync([new PortChange(session.Ports[1], IsUp: false)], Token);
        await controller.WhenAsync(() => controller.Switches is [{ PortsUp: 0 }], Token);

        Assert.Equal(0, outcome.Refused);
        Assert.Contains(controller.Topology().Elements, element => element.Id == "port/0000000000000001/p1" && !element.IsUp);
    }

    [Fact]
    public async Task A_switch_says_what_it_is_and_what_it_counted()
    {
        await using var lab = await SwitchLab.StartAsync("br1");
        await lab.ConfigureAsync("add-port", "br1", "p1", "--", "set", "interface", "p1", "type=dummy");
        await using var controller = Controller(lab, "br1", "priority=100,in_port=1 actions=IN_PORT");
        await controller.SettleAsync([1], Token);
        var session = controller.Keeper(1)!.Session;
        await lab.AskAsync("netdev-dummy/receive", "p1", "in_port(1),eth(src=0a:00:00:00:00:01,dst=0a:00:00:00:00:02),eth_type(0x1234)");

        var config = await session.ReadConfigAsync(Token);
        var tables = await session.ReadTablesAsync(Token);
        var ports = await session.ReadPortsAsync(Token);

        Assert.Equal(65_535, config.MostBytes);
        Assert.StartsWith("Nicira", session.Description.Manufacturer, StringComparison.Ordinal);
        Assert.Equal(1u, tables[0].Flows);
        Assert.Equal(1ul, ports.Single(port => port.Port == 1).ReceivedPackets);
    }

    [Fact]
    public async Task Two_thousand_switches_in_a_ring_are_found_with_all_their_wires()
    {
        const int Count = 2_000;
        var folder = Directory.CreateTempSubdirectory("vireo-ring-");
        try
        {
            string path = Path.Combine(folder.FullName, "c.sock");
            await using var controller = new OpenFlowController(
                new OpenFlowSettings { Listen = $"unix:{path}", DiscoverEvery = TimeSpan.FromMinutes(10) }, TimeProvider.System, _told.Enqueue);
            var switches = Enumerable.Range(0, Count).Select(i => new SimulatedSwitch((ulong)i + 1, ports: 2)).ToList();
            for (int i = 0; i < Count; i++)
            {
                switches[i].Wire(1, switches[(i + 1) % Count], 2);
            }

            foreach (var one in switches)
            {
                await one.ConnectAsync(path);
            }

            await controller.WhenAsync(() => controller.LinkCount == 2 * Count, Token);

            Assert.Equal(Count, controller.Topology().Links.Count(link => link.Evidence == "openflow"));
            foreach (var one in switches)
            {
                await one.DisposeAsync();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string FreePlace()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();

        return $"tcp:127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
    }

    private void AssertAsDeclared(OpenFlowController controller) =>
        Assert.True(controller.Switches[0].Standing!.IsAsDeclared, string.Join('\n', _told));

    private OpenFlowController Controller(SwitchLab lab, string bridge, string program) => new(
        new OpenFlowSettings
        {
            Listen = lab.Place(bridge),
            Programs = ImmutableDictionary<ulong, SwitchProgram>.Empty.Add(ulong.Parse(bridge[2..]), SwitchProgram.Parse(program)),
        },
        TimeProvider.System, _told.Enqueue);
}
