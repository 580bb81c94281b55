using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Vireo.Fleet;

/// <summary>A range of IPv4 addresses, such as 10.1.0.0/24.</summary>
/// <param name="First">Its first address, as a number; the bits of the host are zero.</param>
/// <param name="Length">Bits of the prefix, 0 to 32.</param>
public readonly record struct Ipv4Subnet(uint First, int Length)
{
    /// <summary>Its last address, as a number.</summary>
    public uint Last => First | ~Mask;

    private uint Mask => Length == 0 ? 0 : uint.MaxValue << (32 - Length);

    /// <summary>Reads a range; null when it is none, or when bits of the host are set.</summary>
    public static Ipv4Subnet? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || ParseAddress(text[..slash]) is not { } address ||
            !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length > 32)
        {
            return null;
        }

        var subnet = new Ipv4Subnet(address, length);

        return (address & ~subnet.Mask) == 0 ? subnet : null;
    }

    /// <summary>Reads an address in four numbers; null when it is none.</summary>
    public static uint? ParseAddress(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return text.Count(letter => letter == '.') == 3 && IPAddress.TryParse(text, out var address) &&
            address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == text
            ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes())
            : null;
    }

    /// <summary>An address in four numbers.</summary>
    public static string Text(uint address) =>
        $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}";

    /// <summary>Whether an address lies in it.</summary>
    public bool Contains(uint address) => (address & Mask) == First;

    /// <summary>Whether any address lies in both.</summary>
    public bool Overlaps(Ipv4Subnet other) => First <= other.Last && other.First <= Last;

    /// <inheritdoc/>
    public override string ToString() => $"{Text(First)}/{Length}";
}
