using CsCheck;
using Vireo.Adapters.OpenFlow;
using Vireo.Adapters.OpenFlow.Flows;
using Vireo.Adapters.OpenFlow.Messages;
using Vireo.Adapters.OpenFlow.Text;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.Tests.OpenFlow;

/// <summary>What we write and read means the same to Open vSwitch.</summary>
public sealed class CodecTests
{
    private const int Flows = 4_000;

    [Fact]
    public async Task Flows_of_every_kind_read_as_they_are_written()
    {
        var flows = Generate(GeneratedFlows.Flow, Flows, seed: 1);
        var messages = new List<byte[]>();
        var expected = new List<string>();
        foreach (var (table, priority, match, actions) in flows)
        {
            var flow = FlowText.Parse($"table={table},priority={priority},{match} actions={actions}") with { Cookie = 0x5600000000000001 };
            messages.Add(Bytes(new FlowChange(FlowCommand.Add, flow)));
            expected.Add(
                $"OFPT_FLOW_MOD (OF1.3) (xid=0x7): ADD {(table > 0 ? $"table:{table} " : "")}priority={priority}" +
                $"{(match.Length > 0 ? "," : "")}{match} cookie:0x5600000000000001 send_flow_rem actions={actions}");

            // And back into the text that it came from.
            Assert.Equal($"table={table}, priority={priority}{(match.Length > 0 ? "," : "")}{match} actions={actions}", FlowText.Of(flow));
        }

        string[] printed = (await OvsPrinter.PrintAsync(messages)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(expected, printed);
    }

    [Fact]
    public async Task What_switches_say_of_flows_reads_the_same_to_both()
    {
        var random = new Random(2);
        var flows = Generate(GeneratedFlows.Flow, Flows, seed: 3);
        var messages = new List<byte[]>();
        var ours = new List<string>();
        foreach (var (table, priority, match, actions) in flows)
        {
            var flow = FlowText.Parse($"table={table},priority={priority},{match} actions={actions}") with
            {
                Cookie = (ulong)random.NextInt64(1, long.MaxValue),
                IdleTimeout = (ushort)random.Next(1, 999),
                HardTimeout = (ushort)random.Next(1, 999),
            };
            byte[] message = SwitchMessages.FlowReply(xid: 7, flow, packets: (ulong)random.Next(1, 99), bytes: (ulong)random.Next(100, 9999));
            messages.Add(message);
            var part = (MultipartReply)MessageReader.Read(message);
            var reader = new WireReader(part.Body.Span);
            var read = FlowStatistics.Read(ref reader);
            string text = FlowText.Of(read.Flow with { IdleTimeout = 0, HardTimeout = 0 })[$"table={table}, ".Length..];
            ours.Add("OFPST_FLOW reply (OF1.3) (xid=0x7):");
            ours.Add(
                $" cookie=0x{read.Flow.Cookie:x}, duration={read.Lifetime.TotalSeconds:0.000}s, table={read.Flow.Key.Table}, n_packets={read.Packets}, " +
                $"n_bytes={read.Bytes}, idle_timeout={read.Flow.IdleTimeout}, hard_timeout={read.Flow.HardTimeout}, {text}");
        }

        string[] printed = (await OvsPrinter.PrintAsync(messages)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(printed, ours);
    }

    [Fact]
    public async Task Other_messages_of_switches_read_the_same_to_both()
    {
        var random = new Random(4);
        var messages = new List<byte[]>();
        var ours = new List<string>();
        for (int i = 0; i < 300; i++)
        {
            foreach (byte[] message in SwitchMessages.Generate(random))
            {
                messages.Add(message);
                ours.AddRange(PrintedMessage.Of(MessageReader.Read(message)));
            }
        }

        string[] printed = (await OvsPrinter.PrintAsync(messages)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(PrintedMessage.Comparable(printed), ours);
    }

    [Fact]
    public async Task Requests_and_changes_are_what_they_should_be()
    {
        var port = new SwitchPort(7, "eth7", "0a:00:00:00:00:07", 0, 0);
        (string Expected, byte[] Message)[] cases =
        [
            ("OFPT_HELLO (OF1.3) (xid=0x7):\n version bitmap: 0x04", Bytes(MessageType.Hello, Requests.Hello)),
            ("OFPT_SET_CONFIG (OF1.3) (xid=0x7): frags=normal miss_send_len=65535", Bytes(MessageType.SetConfig, Requests.WholePackets)),
            ("OFPT_ROLE_REQUEST (OF1.3) (xid=0x7): role=primary generation_id=99",
                Bytes(MessageType.RoleRequest, writer => Requests.Role(writer, ControllerRole.Master, 99))),
            ("OFPT_FEATURES_REQUEST (OF1.3) (xid=0x7):", Bytes(MessageType.FeaturesRequest, _ => { })),
            ("OFPT_BARRIER_REQUEST (OF1.3) (xid=0x7):", Bytes(MessageType.BarrierRequest, _ => { })),
            ("OFPT_GET_CONFIG_REQUEST (OF1.3) (xid=0x7):", Bytes(MessageType.ConfigRequest, _ => { })),
            ("OFPST_FLOW request (OF1.3) (xid=0x7):", Multipart(MultipartKind.Flows)),
            ("OFPST_AGGREGATE request (OF1.3) (xid=0x7):", Multipart(MultipartKind.Aggregate)),
            ("OFPST_PORT_DESC request (OF1.3) (xid=0x7): port=ANY", Multipart(MultipartKind.Ports)),
            ("OFPST_DESC request (OF1.3) (xid=0x7):", Multipart(MultipartKind.Description)),
            ("OFPST_TABLE request (OF1.3) (xid=0x7):", Multipart(MultipartKind.Tables)),
            ("OFPST_PORT request (OF1.3) (xid=0x7): port_no=ANY", Multipart(MultipartKind.PortStatistics)),
            ("OFPST_GROUP_DESC request (OF1.3) (xid=0x7): group_id=ALL", Multipart(MultipartKind.GroupDescriptions)),
            ("OFPST_METER_CONFIG request (OF1.3) (xid=0x7): meter=all", Multipart(MultipartKind.MeterConfigurations)),
            ("OFPT_PORT_MOD (OF1.3) (xid=0x7): port: 7: addr:0a:00:00:00:00:07\n     config: PORT_DOWN\n     mask:   PORT_DOWN\n     advertise: UNCHANGED",
                Bytes(new PortChange(port, IsUp: false))),
            ("OFPT_GROUP_MOD (OF1.3) (xid=0x7):\n ADD group_id=9,type=select,bucket=weight:3,actions=output:2,bucket=actions=output:4",
                Bytes(new GroupChange(ChangeCommand.Add, GroupText.Parse(
                    "group_id=9,type=select,bucket=weight:3,actions=output:2,bucket=weight:1,actions=output:4")))),
            ("OFPT_GROUP_MOD (OF1.3) (xid=0x7):\n MOD group_id=9,type=ff,bucket=watch_port:2,actions=output:2,bucket=watch_port:4,actions=output:4",
                Bytes(new GroupChange(ChangeCommand.Modify, GroupText.Parse(
                    "group_id=9,type=ff,bucket=watch_port:2,actions=output:2,bucket=watch_port:4,actions=output:4")))),
            ("OFPT_GROUP_MOD (OF1.3) (xid=0x7):\n DEL group_id=9,type=all",
                Bytes(new GroupChange(ChangeCommand.Delete, new FlowGroup(9, GroupKind.All, [])))),
            ("OFPT_METER_MOD (OF1.3) (xid=0x7): ADD meter=9 kbps burst stats bands=\ntype=drop rate=1000 burst_size=500",
                Bytes(new MeterChange(ChangeCommand.Add, GroupText.ParseMeter("meter=9 kbps burst stats bands=type=drop rate=1000")))),
            ("OFPT_METER_MOD (OF1.3) (xid=0x7): DEL meter=9 bands=", Bytes(new MeterChange(ChangeCommand.Delete, new FlowMeter(9, false, 1, 1)))),
            ("OFPT_FLOW_MOD (OF1.3) (xid=0x7): DEL_STRICT priority=5,in_port=3 cookie:0x100000000/0xffffffff00000000 actions=drop",
                Bytes(new FlowChange(FlowCommand.DeleteStrict, FlowText.Parse("priority=5,in_port=3 actions=output:2") with { Cookie = 1UL << 32 })
                {
                    CookieMask = SwitchProgram.OwnerMask,
                })),
        ];

        string printed = await OvsPrinter.PrintAsync(cases.Select(one => one.Message));

        Assert.Equal(
            string.Join('\n', cases.Select(one => one.Expected)),
            string.Join('\n', printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())));
    }

    [Fact]
    public async Task A_packet_that_looks_for_a_wire_leaves_by_its_port()
    {
        var frame = new Vireo.Adapters.OpenFlow.Discovery.DiscoveryFrame(new byte[32]);
        byte[] packet = frame.Write(0xabc, new SwitchPort(7, "eth7", "0a:00:00:00:00:07", 0, 0), DateTimeOffset.UnixEpoch);

        string printed = await OvsPrinter.PrintAsync([Bytes(new PacketChange(7, packet))]);

        Assert.Contains($"in_port=CONTROLLER actions=output:7 data_len={packet.Length}", printed, StringComparison.Ordinal);
        Assert.Contains("dl_src=0a:00:00:00:00:07,dl_dst=01:80:c2:00:00:0e,dl_type=0x88cc", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("priority=1,ip,nw_dst=300.0.0.1 actions=drop", "line 1: nw_dst: expected an IPv4 address, found '300.0.0.1'")]
    [InlineData("in_port=1 actions=output:x", "line 1: 'output:x': expected the number of a port, found 'x'")]
    [InlineData("in_port=1", "line 1: expected 'actions=…' at the end")]
    [InlineData("\n\nfoo actions=drop", "line 3: 'foo' is not known")]
    [InlineData("cookie=1,in_port=1 actions=drop", "'cookie' cannot be chosen")]
    [InlineData("idle_timeout=5 actions=drop", "what is declared stays")]
    [InlineData("tp_dst=80 actions=drop", "tp_dst: needs tcp, udp or sctp")]
    [InlineData("in_port=1 actions=drop\nin_port=1 actions=output:2", "line 2: the same as line 1")]
    [InlineData("in_port=1 actions=group:3", "group 3 is used but not declared")]
    [InlineData("in_port=1 actions=meter:3,output:2", "meter 3 is used but not declared")]
    [InlineData("group_id=3,type=all,bucket=actions=output:1", "group 3 is used by no flow")]
    [InlineData("actions=group:1\ngroup_id=1,type=all,bucket=actions=group:2\ngroup_id=2,type=all,bucket=actions=group:1", "is within itself")]
    [InlineData("table=5 actions=goto_table:5", "has to lead to a later table")]
    [InlineData("actions=output:1,output(2", "a parenthesis is missing")]
    public void A_line_that_is_none_is_named_with_what_is_expected(string text, string expected)
    {
        var wrong = Assert.Throws<FormatException>(() => SwitchProgram.Parse(text));

        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
    }

    internal static T[] Generate<T>(Gen<T> one, int count, ulong seed)
    {
        var random = new PCG((uint)seed, seed);
        return [.. Enumerable.Range(0, count).Select(_ => one.Generate(random, null, out var _))];
    }

    internal static byte[] Bytes(SwitchChange change) => Bytes(change.Type, change.WriteBody);

    private static byte[] Multipart(MultipartKind kind) => Bytes(MessageType.MultipartRequest, writer => Requests.Multipart(writer, kind));

    private static byte[] Bytes(MessageType type, Action<WireWriter> body)
    {
        var writer = new WireWriter();
        int start = writer.Begin(type, xid: 7);
        body(writer);
        writer.End(start);

        return writer.Written.ToArray();
    }
}
