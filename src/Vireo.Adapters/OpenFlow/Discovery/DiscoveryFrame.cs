using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.OpenFlow.Discovery;

/// <summary>The LLDP packet (IEEE 802.1AB) that tells at the other end of a wire where it was sent. It is signed, so that
/// no machine can make up a link.</summary>
/// <param name="key">What it is signed with; controllers of the same switches share it.</param>
internal sealed class DiscoveryFrame(byte[] key)
{
    private const ushort EthType = 0x88cc;
    private const int HeaderSize = 14;
    private const int LeastSize = 60;
    private const byte Local = 7;
    private const byte OwnKind = 1;
    private const int SignatureSize = 16;
    private const int SignedSize = 20;
    private static readonly byte[] To = [0x01, 0x80, 0xc2, 0, 0, 0x0e];
    private static readonly byte[] Organisation = [0x00, 0x26, 0xe1];

    /// <summary>Writes one.</summary>
    /// <param name="datapath">The switch.</param>
    /// <param name="port">The port that it leaves by.</param>
    /// <param name="sentAt">Now.</param>
    public byte[] Write(ulong datapath, SwitchPort port, DateTimeOffset sentAt)
    {
        var writer = new WireWriter();
        writer.Bytes(To);
        writer.Bytes(MacText.Parse(port.Mac));
        writer.Short(EthType);
        Element(writer, 1, [Local, .. Encoding.ASCII.GetBytes(SwitchSession.Text(datapath))]);
        Element(writer, 2, [Local, .. Encoding.ASCII.GetBytes(port.Number.ToString(CultureInfo.InvariantCulture))]);
        Element(writer, 3, [0, 120]);
        byte[] signed = Signed(datapath, port.Number, sentAt.ToUnixTimeMilliseconds());
        Element(writer, 127, [.. Organisation, OwnKind, .. signed, .. Sign(signed)]);
        Element(writer, 0, []);
        writer.Zeros(Math.Max(0, LeastSize - writer.Length));

        return writer.Written.ToArray();
    }

    /// <summary>Reads one.</summary>
    /// <param name="frame">A packet.</param>
    /// <param name="now">The time.</param>
    /// <param name="oldest">How old it may be: recorded ones must not be sent again.</param>
    /// <returns>Where it was sent; null where it is none of ours.</returns>
    public (ulong Datapath, uint Port)? Read(ReadOnlySpan<byte> frame, DateTimeOffset now, TimeSpan oldest)
    {
        if (frame.Length < HeaderSize || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != EthType)
        {
            return null;
        }

        var rest = frame[HeaderSize..];
        while (rest.Length >= 2)
        {
            int head = BinaryPrimitives.ReadUInt16BigEndian(rest);
            int length = head & 0x1ff;
            if (head >> 9 == 0 || rest.Length < 2 + length)
            {
                return null;
            }

            var body = rest.Slice(2, length);
            if (head >> 9 == 127 && length == 4 + SignedSize + SignatureSize && body[..3].SequenceEqual(Organisation) && body[3] == OwnKind)
            {
                return Check(body[4..], now, oldest);
            }

            rest = rest[(2 + length)..];
        }

        return null;
    }

    private (ulong, uint)? Check(ReadOnlySpan<byte> body, DateTimeOffset now, TimeSpan oldest)
    {
        var signed = body[..SignedSize];
        double age = now.ToUnixTimeMilliseconds() - BinaryPrimitives.ReadInt64BigEndian(signed[12..]);

        return Math.Abs(age) <= oldest.TotalMilliseconds && CryptographicOperations.FixedTimeEquals(Sign(signed), body[SignedSize..])
            ? (BinaryPrimitives.ReadUInt64BigEndian(signed), BinaryPrimitives.ReadUInt32BigEndian(signed[8..]))
            : null;
    }

    private byte[] Sign(ReadOnlySpan<byte> signed) => HMACSHA256.HashData(key, signed)[..SignatureSize];

    private static byte[] Signed(ulong datapath, uint port, long milliseconds)
    {
        byte[] bytes = new byte[SignedSize];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, datapath);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), port);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(12), milliseconds);

        return bytes;
    }

    private static void Element(WireWriter writer, int type, ReadOnlySpan<byte> value)
    {
        writer.Short((ushort)((type << 9) | value.Length));
        writer.Bytes(value);
    }
}
