using System.Collections.Immutable;
using Vireo.Adapters.OpenFlow.Flows;

namespace Vireo.Adapters.OpenFlow.Text;

/// <summary>Groups and meters as <c>ovs-ofctl</c> reads and writes them.</summary>
internal static class GroupText
{
    private const uint MostGroups = 0xffffff00;
    private const uint MostMeters = 0xffff0000;

    // In the order of GroupKind.
    private static readonly string[] Kinds = ["all", "select", "indirect", "ff"];

    /// <summary>Writes a group: <c>group_id=1,type=select,bucket=weight:1,actions=output:2</c>.</summary>
    public static string Of(FlowGroup group) =>
        $"group_id={group.Id},type={((byte)group.Kind < Kinds.Length ? Kinds[(byte)group.Kind] : $"{group.Kind}")}" +
        string.Concat(group.Buckets.Select(Of));

    /// <summary>Writes a meter: <c>meter=1 kbps burst stats bands=type=drop rate=1000 burst_size=500</c>.</summary>
    public static string Of(FlowMeter meter) =>
        $"meter={meter.Id} {(meter.IsPackets ? "pktps" : "kbps")}{(meter.Burst > 0 ? " burst" : "")} stats " +
        $"bands=type=drop rate={meter.Rate}{(meter.Burst > 0 ? $" burst_size={meter.Burst}" : "")}";

    /// <summary>Reads a group.</summary>
    /// <exception cref="FormatException">It is none; the message says what is expected.</exception>
    public static FlowGroup Parse(string line)
    {
        string[] parts = line.Split("bucket=", StringSplitOptions.TrimEntries);
        var head = Words(parts[0], ',');
        uint id = (uint)FieldText.Number(head.GetValueOrDefault("group_id") ?? throw new FormatException("expected 'group_id=…'"), MostGroups);
        int kind = Array.IndexOf(Kinds, head.GetValueOrDefault("type") ?? "");
        if (kind < 0)
        {
            throw new FormatException($"expected type={string.Join(", ", Kinds)}");
        }

        return new FlowGroup(id, (GroupKind)kind, [.. parts.Skip(1).Select(part => Bucket(part.TrimEnd(',', ' '), (GroupKind)kind))]);
    }

    /// <summary>Reads a meter. Without <c>burst_size</c> TCP gets half a second's worth, which it needs to reach the rate.</summary>
    /// <exception cref="FormatException">It is none; the message says what is expected.</exception>
    public static FlowMeter ParseMeter(string line)
    {
        int bands = line.IndexOf("bands=", StringComparison.Ordinal);
        var all = Words($"{(bands < 0 ? line : line[..bands])},{(bands < 0 ? "" : line[(bands + "bands=".Length)..])}", ',', ' ');
        if (all.GetValueOrDefault("type") is not "drop")
        {
            throw new FormatException("expected bands=type=drop rate=…");
        }

        uint id = (uint)FieldText.Number(all.GetValueOrDefault("meter") ?? throw new FormatException("expected 'meter=…'"), MostMeters);
        uint rate = (uint)FieldText.Number(all.GetValueOrDefault("rate") ?? throw new FormatException("expected 'rate=…'"), uint.MaxValue);
        bool isPackets = all.ContainsKey("pktps");
        if (isPackets == all.ContainsKey("kbps"))
        {
            throw new FormatException("expected either 'kbps' or 'pktps'");
        }

        uint burst = all.TryGetValue("burst_size", out string? text) ? (uint)FieldText.Number(text, uint.MaxValue) : Math.Max(1, rate / 2);

        return new FlowMeter(id, isPackets, rate, burst);
    }

    private static GroupBucket Bucket(string text, GroupKind kind)
    {
        int at = text.IndexOf("actions=", StringComparison.Ordinal);
        var words = at < 0 ? throw new FormatException($"bucket '{text}': expected 'actions=…' at its end") : Words(text[..at], ',');
        uint watched = words.TryGetValue("watch_port", out string? port)
            ? ReservedPort.TryParse(port, out uint number) ? number : throw new FormatException($"watch_port: '{port}' is no port")
            : ReservedPort.Any;
        if (kind == GroupKind.FastFailover && watched == ReservedPort.Any && !words.ContainsKey("watch_group"))
        {
            throw new FormatException($"bucket '{text}': a group that fails over needs watch_port:PORT or watch_group:ID");
        }

        return new GroupBucket(ActionText.ParseActions(text[(at + "actions=".Length)..]))
        {
            Weight = kind == GroupKind.Select ? (ushort)FieldText.Number(words.GetValueOrDefault("weight") ?? "1", ushort.MaxValue) : (ushort)0,
            WatchPort = watched,
            WatchGroup = words.TryGetValue("watch_group", out string? group) ? (uint)FieldText.Number(group, MostGroups) : ReservedPort.Any,
        };
    }

    // NAME=VALUE, NAME:VALUE or NAME.
    private static Dictionary<string, string> Words(string text, params char[] between)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in text.Split(between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int cut = part.IndexOfAny(['=', ':']);
            if (!words.TryAdd(cut < 0 ? part : part[..cut], cut < 0 ? "" : part[(cut + 1)..]))
            {
                throw new FormatException($"'{part}': said twice");
            }
        }

        return words;
    }

    private static string Of(GroupBucket bucket)
    {
        string weight = bucket.Weight > 1 ? $"weight:{bucket.Weight}," : "";
        string port = bucket.WatchPort != ReservedPort.Any ? $"watch_port:{ReservedPort.Text(bucket.WatchPort)}," : "";
        string group = bucket.WatchGroup != ReservedPort.Any ? $"watch_group:{bucket.WatchGroup}," : "";

        return $",bucket={weight}{port}{group}actions={ActionText.Of(bucket.Actions)}";
    }
}
