using System.Buffers.Binary;

namespace Vireo.Telemetry.Storage.Chunks;

/// <summary>Writes bits, highest first, into a buffer that grows and is used again.</summary>
internal sealed class BitWriter
{
    private byte[] buffer = new byte[4_096];
    private int length;
    private ulong pending;
    private int pendingBits;

    public void Clear() => (length, pending, pendingBits) = (0, 0, 0);

    /// <summary>Writes the low bits of a value.</summary>
    public void Write(ulong value, int bits)
    {
        if (bits > 32)
        {
            Write(value >> 32, bits - 32);
            bits = 32;
        }

        pending = (pending << bits) | (value & ((1UL << bits) - 1));
        pendingBits += bits;
        if (pendingBits >= 32)
        {
            pendingBits -= 32;
            EnsureRoomFor(4);
            BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(length), (uint)(pending >> pendingBits));
            length += 4;
        }
    }

    /// <summary>Writes 7 bits at a time, lowest first, each with a bit that says whether more follow.</summary>
    public void WriteVariable(ulong value)
    {
        while (value >= 128)
        {
            Write((value & 127) | 128, 8);
            value >>= 7;
        }

        Write(value, 8);
    }

    /// <summary>Fills up the last byte and returns everything with a checksum behind it.</summary>
    public byte[] Finish()
    {
        while (pendingBits > 0)
        {
            int bits = Math.Min(8, pendingBits);
            pendingBits -= bits;
            EnsureRoomFor(1);
            buffer[length++] = (byte)((pending >> pendingBits) << (8 - bits));
        }

        byte[] finished = new byte[length + Checksum.Size];
        buffer.AsSpan(0, length).CopyTo(finished);
        Checksum.Write(finished);

        return finished;
    }

    private void EnsureRoomFor(int more)
    {
        if (length + more > buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }
    }
}
