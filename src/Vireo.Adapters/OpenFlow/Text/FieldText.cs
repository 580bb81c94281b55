using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Vireo.Adapters.OpenFlow.Flows;

namespace Vireo.Adapters.OpenFlow.Text;

/// <summary>Values of fields as text, in the form of Open vSwitch (ovs-fields(7)).</summary>
internal static class FieldText
{
    private const int Ipv4Size = 4;
    private const int Ipv6Size = 16;

    /// <summary>Reads <c>VALUE</c> or <c>VALUE/MASK</c>; of addresses the mask may be a number of bits.</summary>
    /// <exception cref="FormatException">It is none; the message says what is expected.</exception>
    public static MatchField Parse(FlowField field, string text)
    {
        string[] parts = text.Split('/', 2);
        byte[] value = Value(field, parts[0]);

        return MatchField.Of(field, value, parts.Length == 1 ? null : Mask(field, parts[1]));
    }

    /// <summary>Writes a value with its mask.</summary>
    public static string Of(FlowField field, byte[] value, byte[]? mask) => Kind(field) switch
    {
        FieldKind.Mac => MacText.Of(value) + (mask is null ? "" : $"/{MacText.Of(mask)}"),
        FieldKind.Address => new IPAddress(value) + (mask is null ? "" : $"/{Prefix(mask) ?? new IPAddress(mask).ToString()}"),
        FieldKind.Port => ReservedPort.Text(BinaryPrimitives.ReadUInt32BigEndian(value)),
        FieldKind.Label => $"0x{Number(value):x5}" + (mask is null ? "" : $"/0x{Number(mask):x5}"),
        FieldKind.Hex => $"0x{Number(value):x}" + (mask is null ? "" : $"/0x{Number(mask):x}"),
        _ => mask is null ? $"{Number(value)}" : $"0x{Number(value):x}/0x{Number(mask):x}",
    };

    /// <summary>A whole number in decimal, or in hexadecimal after <c>0x</c>.</summary>
    /// <exception cref="FormatException">It is none, or greater than allowed.</exception>
    public static ulong Number(string text, ulong most)
    {
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool isNumber = isHex
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

        return isNumber && number <= most ? number : throw new FormatException($"expected a number from 0 to {most}, found '{text}'");
    }

    /// <summary>Bytes as a number, the first the greatest.</summary>
    public static ulong Number(ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        foreach (byte one in bytes)
        {
            number = (number << 8) | one;
        }

        return number;
    }

    /// <summary>A number in so many bytes.</summary>
    public static byte[] Bytes(ulong number, int size)
    {
        byte[] bytes = new byte[size];
        for (int i = size - 1; i >= 0; i--, number >>= 8)
        {
            bytes[i] = (byte)number;
        }

        return bytes;
    }

    private static byte[] Value(FlowField field, string text)
    {
        int size = FlowMatch.SizeOf(field);
        switch (Kind(field))
        {
            case FieldKind.Mac:
                return MacText.Parse(text) ?? throw new FormatException($"expected a hardware address such as 0a:00:00:00:00:01, found '{text}'");
            case FieldKind.Address:
                return Address(text, size);
            case FieldKind.Port:
                return ReservedPort.TryParse(text, out uint port) ? Bytes(port, size)
                    : throw new FormatException($"expected the number of a port, found '{text}'");
            default:
                return Bytes(Number(text, Most(field)), size);
        }
    }

    private static byte[] Mask(FlowField field, string text)
    {
        int size = FlowMatch.SizeOf(field);
        if (Kind(field) != FieldKind.Address || text.Contains('.', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal))
        {
            return Kind(field) == FieldKind.Port
                ? throw new FormatException($"a port has no mask, found '/{text}'") : Value(field, text);
        }

        int bits = (int)Number(text, (ulong)size * 8);
        byte[] mask = new byte[size];
        for (int i = 0; i < bits; i++)
        {
            mask[i / 8] |= (byte)(0x80 >> (i % 8));
        }

        return mask;
    }

    private static byte[] Address(string text, int size) =>
        IPAddress.TryParse(text, out var address) &&
        address.AddressFamily == (size == Ipv6Size ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork)
            ? address.GetAddressBytes()
            : throw new FormatException($"expected an IPv{(size == Ipv4Size ? 4 : 6)} address, found '{text}'");

    // Null where the bits of a mask are not all at its beginning.
    private static string? Prefix(byte[] mask)
    {
        int bits = 0;
        while (bits < mask.Length * 8 && (mask[bits / 8] & (0x80 >> (bits % 8))) != 0)
        {
            bits++;
        }

        for (int i = bits; i < mask.Length * 8; i++)
        {
            if ((mask[i / 8] & (0x80 >> (i % 8))) != 0)
            {
                return null;
            }
        }

        return $"{bits}";
    }

    private static ulong Most(FlowField field) => field switch
    {
        FlowField.VlanVid => 0x1fff,
        FlowField.VlanPcp or FlowField.MplsTc => 7,
        FlowField.IpDscp => 63,
        FlowField.IpEcn => 3,
        FlowField.MplsBos => 1,
        FlowField.MplsLabel or FlowField.Ipv6Label => 0xfffff,
        _ => FlowMatch.SizeOf(field) >= 8 ? ulong.MaxValue : (1UL << (8 * FlowMatch.SizeOf(field))) - 1,
    };

    private static FieldKind Kind(FlowField field) => field switch
    {
        FlowField.InPort => FieldKind.Port,
        FlowField.EthDst or FlowField.EthSrc or FlowField.ArpSha or FlowField.ArpTha or FlowField.NdSll or FlowField.NdTll => FieldKind.Mac,
        FlowField.Ipv4Src or FlowField.Ipv4Dst or FlowField.ArpSpa or FlowField.ArpTpa or FlowField.Ipv6Src or FlowField.Ipv6Dst
            or FlowField.NdTarget => FieldKind.Address,
        FlowField.Ipv6Label => FieldKind.Label,
        FlowField.Metadata or FlowField.TunnelId or FlowField.PbbIsid => FieldKind.Hex,
        _ => FieldKind.Number,
    };

    private enum FieldKind
    {
        Number,
        Hex,
        Label,
        Mac,
        Address,
        Port,
    }
}
