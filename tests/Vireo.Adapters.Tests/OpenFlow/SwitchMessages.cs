using System.Text;
using Vireo.Adapters.OpenFlow.Flows;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.Tests.OpenFlow;

/// <summary>What switches say, written by hand from the specification: the production code only reads it.</summary>
internal static class SwitchMessages
{
    public static byte[] Message(byte type, uint xid, Action<WireWriter> body)
    {
        var writer = new WireWriter();
        int start = writer.Begin((MessageType)type, xid);
        body(writer);
        writer.End(start);

        return writer.Written.ToArray();
    }

    public static byte[] Parts(uint xid, ushort kind, Action<WireWriter> entries, bool isLast = true) => Message(19, xid, writer =>
    {
        writer.Short(kind);
        writer.Short(isLast ? (ushort)0 : (ushort)1);
        writer.Zeros(4);
        entries(writer);
    });

    public static byte[] Hello(byte version = 4) => [version, 0, 0, 8, 0, 0, 0, 1];

    public static byte[] Features(uint xid, ulong datapath, byte auxiliary = 0) => Message(6, xid, writer =>
    {
        writer.Long(datapath);
        writer.Int(0);
        writer.Byte(254);
        writer.Byte(auxiliary);
        writer.Zeros(2);
        writer.Int(0x4f);
        writer.Int(0);
    });

    public static void Port(WireWriter writer, uint number, string name, uint config = 0, uint state = 0)
    {
        writer.Int(number);
        writer.Zeros(4);
        writer.Bytes([0x0a, 0, 0, 0, (byte)(number >> 8), (byte)number]);
        writer.Zeros(2);
        byte[] text = Encoding.ASCII.GetBytes(name);
        writer.Bytes(text);
        writer.Zeros(16 - text.Length);
        writer.Int(config);
        writer.Int(state);
        writer.Zeros(24);
    }

    public static byte[] PortStatus(byte reason, uint number, string name, uint config, uint state) => Message(12, 0, writer =>
    {
        writer.Byte(reason);
        writer.Zeros(7);
        Port(writer, number, name, config, state);
    });

    public static byte[] PacketIn(uint port, byte[] frame, ulong cookie = 0x99) => Message(10, 0, writer =>
    {
        writer.Int(0xffffffff);
        writer.Short((ushort)frame.Length);
        writer.Byte(1);
        writer.Byte(2);
        writer.Long(cookie);
        Match(writer, [0x80, 0, 0, 4, (byte)(port >> 24), (byte)(port >> 16), (byte)(port >> 8), (byte)port]);
        writer.Zeros(2);
        writer.Bytes(frame);
    });

    public static byte[] FlowRemoved(FlowKey key, ulong cookie, byte reason) => Message(11, 0, writer =>
    {
        writer.Long(cookie);
        writer.Short(key.Priority);
        writer.Byte(reason);
        writer.Byte(key.Table);
        writer.Int(12);
        writer.Int(500_000_000);
        writer.Short(5);
        writer.Short(6);
        writer.Long(77);
        writer.Long(8888);
        Match(writer, key.Match.Oxm.Span);
    });

    public static byte[] FlowReply(uint xid, Flow flow, ulong packets, ulong bytes) =>
        Parts(xid, 1, writer => FlowEntry(writer, flow, packets, bytes));

    public static void FlowEntry(WireWriter writer, Flow flow, ulong packets, ulong bytes)
    {
        int start = writer.Length;
        writer.Short(0);
        writer.Byte(flow.Key.Table);
        writer.Byte(0);
        writer.Int(12);
        writer.Int(500_000_000);
        writer.Short(flow.Key.Priority);
        writer.Short(flow.IdleTimeout);
        writer.Short(flow.HardTimeout);
        writer.Short(0);
        writer.Zeros(4);
        writer.Long(flow.Cookie);
        writer.Long(packets);
        writer.Long(bytes);
        Match(writer, flow.Key.Match.Oxm.Span);
        writer.Bytes(flow.Instructions.Span);
        writer.LengthAt(start, start);
    }

    /// <summary>One of each kind, with numbers by chance.</summary>
    public static IEnumerable<byte[]> Generate(Random random)
    {
        uint Any() => (uint)random.Next(1, 60_000);
        byte[] frame = Convert.FromHexString("ffffffffffff0a000000000108060001080006040001" + "0a00000000010a000001" + "0000000000000a000002");
        var key = new FlowKey((byte)random.Next(1, 200), (ushort)random.Next(1, 32_000), Vireo.Adapters.OpenFlow.Text.MatchText.Parse(
            [$"in_port={Any()}", "tcp", $"tp_dst={Any()}"]));
        yield return Message(1, 7, writer =>
        {
            ushort type = (ushort)random.Next(1, 6);
            writer.Short(type);
            writer.Short((ushort)random.Next(1, type == 5 ? 7 : 8));
            writer.Bytes([4, 20, 0, 8, 0, 0, 0, 7]);
        });
        yield return Features(7, Any());
        yield return PacketIn(Any(), frame, Any());
        yield return FlowRemoved(key, Any(), (byte)random.Next(0, 4));
        yield return PortStatus((byte)random.Next(0, 3), Any(), $"eth{random.Next(99)}", (uint)random.Next(2), (uint)random.Next(2));
        yield return Parts(7, 2, writer =>
        {
            writer.Long(Any());
            writer.Long(Any());
            writer.Int(Any());
            writer.Zeros(4);
        });
        yield return Message(21, 7, _ => { });
        yield return Message(25, 7, writer =>
        {
            writer.Int((uint)random.Next(1, 4));
            writer.Zeros(4);
            writer.Long(Any());
        });
        yield return Message(8, 7, writer =>
        {
            writer.Short(0);
            writer.Short((ushort)Any());
        });
        yield return Parts(7, 3, writer =>
        {
            writer.Byte(3);
            writer.Zeros(3);
            writer.Int(Any());
            writer.Long(Any());
            writer.Long(Any());
        });
        yield return Parts(7, 4, writer =>
        {
            writer.Int(Any());
            writer.Zeros(4);
            for (int i = 0; i < 12; i++)
            {
                writer.Long(Any());
            }

            writer.Int(3);
            writer.Int(4_000_000);
        });
        yield return Parts(7, 7, writer => Group(writer, Any(), (ushort)Any(), Any()));
        yield return Parts(7, 10, writer => Meter(writer, Any(), Any(), Any()));
    }

    private static void Group(WireWriter writer, uint id, ushort weight, uint port)
    {
        writer.Short(40);
        writer.Byte(1);
        writer.Byte(0);
        writer.Int(id);
        writer.Short(32);
        writer.Short(weight);
        writer.Int(0xffffffff);
        writer.Int(0xffffffff);
        writer.Zeros(4);
        writer.Short(0);
        writer.Short(16);
        writer.Int(port);
        writer.Zeros(8);
    }

    private static void Meter(WireWriter writer, uint id, uint rate, uint burst)
    {
        writer.Short(24);
        writer.Short(13);
        writer.Int(id);
        writer.Short(1);
        writer.Short(16);
        writer.Int(rate);
        writer.Int(burst);
        writer.Zeros(4);
    }

    private static void Match(WireWriter writer, ReadOnlySpan<byte> oxm)
    {
        int start = writer.Length;
        writer.Short(1);
        writer.Short((ushort)(4 + oxm.Length));
        writer.Bytes(oxm);
        writer.PadFrom(start);
    }
}
