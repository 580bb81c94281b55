using System.Text.RegularExpressions;
using Vireo.Adapters.OpenFlow.Flows;
using Vireo.Adapters.OpenFlow.Messages;
using Vireo.Adapters.OpenFlow.Text;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.Tests.OpenFlow;

/// <summary>What we read, in the words of Open vSwitch.</summary>
internal static partial class PrintedMessage
{
    private static readonly string[] Removals = ["idle", "hard", "delete", "group_delete"];
    private static readonly string[] Roles = ["", "equal", "primary", "secondary"];

    // Errors of Open vSwitch's words.
    private static readonly Dictionary<string, string> Prefixes = new()
    {
        ["BAD_REQUEST"] = "OFPBRC",
        ["BAD_ACTION"] = "OFPBAC",
        ["BAD_INSTRUCTION"] = "OFPBIC",
        ["BAD_MATCH"] = "OFPBMC",
        ["FLOW_MOD_FAILED"] = "OFPFMFC",
    };

    /// <summary>Lines of ofp-parse without what we do not look at: what packets are, what was quoted of a request, speeds.</summary>
    public static IEnumerable<string> Comparable(IEnumerable<string> lines) => lines
        .Where(line => !Ignored().IsMatch(line))
        .Select(line => Uncounted().Replace(line, "").Replace("IS_SECONDARY", "IS_SLAVE", StringComparison.Ordinal)
            .Replace("BAD_SUBTYPE", "BAD_EXP_TYPE", StringComparison.Ordinal).Replace("BAD_VENDOR_TYPE", "BAD_EXP_TYPE", StringComparison.Ordinal)
            .Replace("BAD_VENDOR", "BAD_EXPERIMENTER", StringComparison.Ordinal).Replace("BAD_STAT", "BAD_MULTIPART", StringComparison.Ordinal)
            .Replace("ADD:", "…:", StringComparison.Ordinal).Replace("MOD:", "…:", StringComparison.Ordinal).Replace("port  ", "port ", StringComparison.Ordinal)
            .TrimEnd());

    public static IEnumerable<string> Of(OpenFlowMessage message)
    {
        string head = $"(OF1.3) (xid=0x{message.Xid:x}):";
        switch (message)
        {
            case ErrorMessage error:
                string[] words = error.Error.ToString().Split(' ');
                return [$"OFPT_ERROR {head} {Prefixes[words[0]]}_{words[1]}", $"OFPT_BARRIER_REQUEST {head}"];
            case FeaturesReply features:
                return [$"OFPT_FEATURES_REPLY {head} dpid:{features.Datapath:x16}", $"n_tables:{features.Tables}, n_buffers:{features.Buffers}"];
            case PacketIn packet:
                return
                [
                    $"OFPT_PACKET_IN {head} table_id={packet.Table} cookie=0x{packet.Cookie:x} total_len={packet.TotalLength} in_port={packet.InPort} " +
                    $"(via action) data_len={packet.Frame.Length} (unbuffered)",
                ];
            case FlowRemoved removed:
                return
                [
                    $"OFPT_FLOW_REMOVED {head} priority={removed.Key.Priority},{MatchText.Of(removed.Key.Match)} reason={Removals[(byte)removed.Reason]} " +
                    $"table_id={removed.Key.Table} cookie:0x{removed.Cookie:x} duration{removed.Lifetime.TotalSeconds:0.000}s idle{removed.IdleTimeout} " +
                    $"hard{removed.HardTimeout} pkts{removed.Packets} bytes{removed.Bytes}",
                ];
            case PortStatus status:
                return
                [
                    $"OFPT_PORT_STATUS {head} {(status.IsGone ? "DEL" : "…")}: {status.Port.Number}({status.Port.Name}): addr:{status.Port.Mac}",
                    $"     config:     {((status.Port.Config & 1) != 0 ? "PORT_DOWN" : "0")}", $"     state:      {(status.Port.State != 0 ? "LINK_DOWN" : "0")}",
                ];
            case BareReply:
                return [$"OFPT_BARRIER_REPLY {head}"];
            case RoleReply role:
                return [$"OFPT_ROLE_REPLY {head} role={Roles[(int)role.Role]} generation_id={role.Generation}"];
            case ConfigReply config:
                return [$"OFPT_GET_CONFIG_REPLY {head} frags=normal miss_send_len={config.MostBytes}"];
            case MultipartReply part:
                return Of(head, part);
            default:
                throw new InvalidOperationException(message.GetType().Name);
        }
    }

    private static string[] Of(string head, MultipartReply part)
    {
        var reader = new WireReader(part.Body.Span);
        switch (part.Kind)
        {
            case MultipartKind.Aggregate:
                var all = AggregateStatistics.Read(ref reader);
                return [$"OFPST_AGGREGATE reply {head} packet_count={all.Packets} byte_count={all.Bytes} flow_count={all.Flows}"];
            case MultipartKind.Tables:
                var table = TableStatistics.Read(ref reader);
                return
                [
                    $"OFPST_TABLE reply {head}", $"  table {table.Table}:", $"    active={table.Flows}, lookup={table.Lookups}, matched={table.Matches}",
                ];
            case MultipartKind.PortStatistics:
                var port = PortStatistics.Read(ref reader);
                return
                [
                    $"OFPST_PORT reply {head} 1 ports",
                    $"  port {port.Port}: rx pkts={port.ReceivedPackets}, bytes={port.ReceivedBytes}, drop={port.ReceivedDropped}, errs={port.ReceivedErrors}",
                    $"           tx pkts={port.SentPackets}, bytes={port.SentBytes}, drop={port.SentDropped}, errs={port.SentErrors}",
                ];
            case MultipartKind.GroupDescriptions:
                return [$"OFPST_GROUP_DESC reply {head}", $" {GroupText.Of(FlowGroup.Read(ref reader))}"];
            default:
                var meter = FlowMeter.Read(ref reader, out _)!;
                return [$"OFPST_METER_CONFIG reply {head}", .. GroupText.Of(meter).Replace("bands=", "bands=\n", StringComparison.Ordinal).Split('\n')];
        }
    }

    [GeneratedRegex("^arp,|^capabilities|^     speed|^0000|duration=3|^ *$")]
    private static partial Regex Ignored();

    [GeneratedRegex(", frame=.*|, coll=.*")]
    private static partial Regex Uncounted();
}
