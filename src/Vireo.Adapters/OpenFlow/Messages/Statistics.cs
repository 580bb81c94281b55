using Vireo.Adapters.OpenFlow.Flows;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.OpenFlow.Messages;

/// <summary>A flow with what it counted.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Lifetime">How long it is there.</param>
/// <param name="Packets">It saw.</param>
/// <param name="Bytes">They had.</param>
internal sealed record FlowStatistics(Flow Flow, TimeSpan Lifetime, ulong Packets, ulong Bytes)
{
    private const int LeastSize = 56;

    /// <summary>Reads one (<c>ofp_flow_stats</c>).</summary>
    public static FlowStatistics Read(ref WireReader from)
    {
        var reader = new WireReader(from.Part(lengthAt: 0, LeastSize, "flow"));
        reader.Skip(2);
        byte table = reader.Byte();
        reader.Skip(1);
        var lifetime = MessageReader.Lifetime(ref reader);
        ushort priority = reader.Short();
        ushort idle = reader.Short();
        ushort hard = reader.Short();
        reader.Skip(6);
        ulong cookie = reader.Long();
        ulong packets = reader.Long();
        ulong bytes = reader.Long();
        var match = FlowMatch.Read(ref reader);
        byte[] instructions = FlowInstructions.Read(reader.Take(reader.Left)).Bytes();

        return new FlowStatistics(
            new Flow(new FlowKey(table, priority, match), new WireBytes(instructions))
            {
                Cookie = cookie,
                IdleTimeout = idle,
                HardTimeout = hard,
            },
            lifetime, packets, bytes);
    }
}

/// <summary>What all flows counted (<c>ofp_aggregate_stats_reply</c>).</summary>
internal sealed record AggregateStatistics(ulong Packets, ulong Bytes, uint Flows)
{
    /// <summary>Reads it.</summary>
    public static AggregateStatistics Read(ref WireReader reader)
    {
        var all = new AggregateStatistics(reader.Long(), reader.Long(), reader.Int());
        reader.Skip(4);

        return all;
    }
}

/// <summary>What a table counted (<c>ofp_table_stats</c>).</summary>
/// <param name="Table">The table.</param>
/// <param name="Flows">In it.</param>
/// <param name="Lookups">Packets that were looked up.</param>
/// <param name="Matches">Packets that a flow was found for.</param>
internal sealed record TableStatistics(byte Table, uint Flows, ulong Lookups, ulong Matches)
{
    /// <summary>Reads it.</summary>
    public static TableStatistics Read(ref WireReader reader)
    {
        byte table = reader.Byte();
        reader.Skip(3);

        return new TableStatistics(table, reader.Int(), reader.Long(), reader.Long());
    }
}

/// <summary>What a port counted (<c>ofp_port_stats</c>).</summary>
internal sealed record PortStatistics(
    uint Port, ulong ReceivedPackets, ulong SentPackets, ulong ReceivedBytes, ulong SentBytes, ulong ReceivedDropped, ulong SentDropped,
    ulong ReceivedErrors, ulong SentErrors)
{
    /// <summary>Reads it.</summary>
    public static PortStatistics Read(ref WireReader reader)
    {
        uint port = reader.Int();
        reader.Skip(4);
        var all = new PortStatistics(
            port, reader.Long(), reader.Long(), reader.Long(), reader.Long(), reader.Long(), reader.Long(), reader.Long(), reader.Long());
        reader.Skip(40);

        return all;
    }
}

/// <summary>Who made the switch (<c>ofp_desc</c>).</summary>
internal sealed record SwitchDescription(string Manufacturer, string Hardware, string Software, string SerialNumber, string Name)
{
    private const int TextSize = 256;
    private const int SerialSize = 32;

    /// <summary>Reads it.</summary>
    public static SwitchDescription Read(ref WireReader reader) => new(
        reader.Text(TextSize), reader.Text(TextSize), reader.Text(TextSize), reader.Text(SerialSize), reader.Text(TextSize));
}
