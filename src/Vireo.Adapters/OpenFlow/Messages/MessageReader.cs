using Vireo.Adapters.OpenFlow.Flows;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.OpenFlow.Messages;

/// <summary>Reads messages of switches (OpenFlow 1.3.5, section 7).</summary>
internal static class MessageReader
{
    private const ushort MoreFollow = 1;
    private const ushort VersionBitmap = 1;

    /// <summary>Reads a whole message.</summary>
    /// <param name="message">As it was cut.</param>
    /// <exception cref="OpenFlowMalformed">It is none; the message says of which kind and why.</exception>
    public static OpenFlowMessage Read(ReadOnlyMemory<byte> message)
    {
        var header = OpenFlowHeader.Read(message.Span);
        var body = message[OpenFlowHeader.Size..];
        try
        {
            return Read(header, body);
        }
        catch (OpenFlowMalformed wrong)
        {
            throw new OpenFlowMalformed($"{header.Type} of {header.Length} bytes: {wrong.Message}");
        }
    }

    private static OpenFlowMessage Read(OpenFlowHeader header, ReadOnlyMemory<byte> body)
    {
        uint xid = header.Xid;
        var reader = new WireReader(body.Span);

        return header.Type switch
        {
            MessageType.Hello => Hello(header, reader),
            MessageType.Error => new ErrorMessage(xid, new SwitchError(reader.Short(), reader.Short())),
            MessageType.EchoRequest => new EchoRequest(xid, body.ToArray()),
            MessageType.EchoReply or MessageType.BarrierReply => new BareReply(xid, header.Type),
            MessageType.FeaturesReply => Features(xid, reader),
            MessageType.ConfigReply => new ConfigReply(xid, reader.Short(), reader.Short()),
            MessageType.PacketIn => Packet(xid, reader),
            MessageType.FlowRemoved => Removed(xid, reader),
            MessageType.PortStatus => Port(xid, reader),
            MessageType.MultipartReply => Multipart(xid, reader, body),
            MessageType.RoleReply => Role(xid, reader),
            _ => new OtherMessage(xid, header.Type),
        };
    }

    private static HelloMessage Hello(OpenFlowHeader header, WireReader reader)
    {
        uint? bitmap = null;
        while (reader.Left > 0)
        {
            var element = new WireReader(reader.Part(lengthAt: 2, least: 4, "element of a hello"));
            bool isBitmap = element.Short() == VersionBitmap;
            element.Skip(2);
            if (isBitmap && element.Left >= 4)
            {
                bitmap = element.Int();
            }

            // Elements are filled up to eight bytes.
            reader.Skip(Math.Min(reader.Left, (8 - ((header.Length - OpenFlowHeader.Size - reader.Left) & 7)) & 7));
        }

        return new HelloMessage(header.Xid, header.Version, bitmap);
    }

    private static FeaturesReply Features(uint xid, WireReader reader)
    {
        ulong datapath = reader.Long();
        uint buffers = reader.Int();
        byte tables = reader.Byte();
        byte auxiliary = reader.Byte();
        reader.Skip(2);
        uint capabilities = reader.Int();

        return new FeaturesReply(xid, datapath, buffers, tables, auxiliary, capabilities);
    }

    private static PacketIn Packet(uint xid, WireReader reader)
    {
        reader.Skip(4);
        ushort length = reader.Short();
        byte reason = reader.Byte();
        byte table = reader.Byte();
        ulong cookie = reader.Long();
        var match = FlowMatch.Read(ref reader);
        reader.Skip(2);

        return new PacketIn(xid, length, reason, table, cookie, match, reader.Take(reader.Left).ToArray());
    }

    private static FlowRemoved Removed(uint xid, WireReader reader)
    {
        ulong cookie = reader.Long();
        ushort priority = reader.Short();
        var reason = (FlowRemovedReason)reader.Byte();
        byte table = reader.Byte();
        var lifetime = Lifetime(ref reader);
        ushort idle = reader.Short();
        ushort hard = reader.Short();
        ulong packets = reader.Long();
        ulong bytes = reader.Long();
        var match = FlowMatch.Read(ref reader);

        return new FlowRemoved(xid, new FlowKey(table, priority, match), cookie, reason, idle, hard, lifetime, packets, bytes);
    }

    private static PortStatus Port(uint xid, WireReader reader)
    {
        byte reason = reader.Byte();
        reader.Skip(7);

        return new PortStatus(xid, reason == 1, SwitchPort.Read(ref reader));
    }

    private static MultipartReply Multipart(uint xid, WireReader reader, ReadOnlyMemory<byte> body)
    {
        var kind = (MultipartKind)reader.Short();
        bool isLast = (reader.Short() & MoreFollow) == 0;
        reader.Skip(4);

        return new MultipartReply(xid, kind, isLast, body[8..]);
    }

    private static RoleReply Role(uint xid, WireReader reader)
    {
        uint role = reader.Int();
        reader.Skip(4);

        return role <= (uint)ControllerRole.Slave
            ? new RoleReply(xid, (ControllerRole)role, reader.Long())
            : throw new OpenFlowMalformed($"There is no role {role}.");
    }

    /// <summary>Seconds and nanoseconds.</summary>
    internal static TimeSpan Lifetime(ref WireReader reader) =>
        TimeSpan.FromSeconds((long)reader.Int()) + TimeSpan.FromTicks(reader.Int() / TimeSpan.NanosecondsPerTick);
}
