using System.Buffers.Binary;
using System.Numerics;

namespace Vireo.Telemetry.Storage.Chunks;

/// <summary>Reads what <see cref="BitWriter"/> wrote. Reading past the end gives zeros, which the caller notices by
/// <see cref="IsPastEnd"/>.</summary>
/// <param name="padded">The data and at least <see cref="Padding"/> bytes more.</param>
/// <param name="length">Bytes of data.</param>
internal ref struct BitReader(ReadOnlySpan<byte> padded, int length)
{
    public const int Padding = 16;

    private readonly ReadOnlySpan<byte> padded = padded;
    private readonly int bits = length * 8;
    private int position;

    public readonly bool IsPastEnd => position > bits;

    /// <summary>Reads up to 64 bits.</summary>
    public ulong Read(int count)
    {
        if (count > 32)
        {
            ulong high = Read(count - 32);

            return (high << 32) | Read(32);
        }

        if (count == 0)
        {
            return 0;
        }

        ulong value = Peek() >> (64 - count);
        position += count;

        return value;
    }

    /// <summary>Reads zeros up to a limit and the one that ends them; the one is not there at the limit.</summary>
    public int ReadUnary(int limit)
    {
        int zeros = BitOperations.LeadingZeroCount(Peek());
        if (zeros >= limit)
        {
            position += limit;

            return limit;
        }

        position += zeros + 1;

        return zeros;
    }

    public ulong ReadVariable()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            ulong part = Read(8);
            value |= (part & 127) << shift;
            if (part < 128)
            {
                break;
            }
        }

        return value;
    }

    /// <summary>The next 57 bits or more, at the top.</summary>
    private readonly ulong Peek()
    {
        int at = position >> 3;

        return at > padded.Length - 8
            ? 0
            : BinaryPrimitives.ReadUInt64BigEndian(padded[at..]) << (position & 7);
    }
}
