using System.Buffers.Binary;

namespace Vireo.Adapters.OpenFlow.Wire;

/// <summary>Writes fields one after the other into a buffer that grows.</summary>
/// <param name="capacity">Bytes it begins with.</param>
internal sealed class WireWriter(int capacity = 256)
{
    private byte[] _buffer = new byte[capacity];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    /// <summary>Forgets what was written and keeps the room.</summary>
    public void Clear() => Length = 0;

    /// <summary>Takes back what was written after a place.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Writes 8 bits.</summary>
    public void Byte(byte value) => Room(1)[0] = value;

    /// <summary>Writes 16 bits.</summary>
    public void Short(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Room(2), value);

    /// <summary>Writes 32 bits.</summary>
    public void Int(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Room(4), value);

    /// <summary>Writes 64 bits.</summary>
    public void Long(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Room(8), value);

    /// <summary>Writes padding.</summary>
    public void Zeros(int count) => Room(count).Clear();

    /// <summary>Writes bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    /// <summary>Fills up with zeros to a multiple of eight bytes since a place.</summary>
    public void PadFrom(int start) => Zeros((8 - ((Length - start) & 7)) & 7);

    /// <summary>Writes how many bytes there are since a place.</summary>
    /// <param name="at">Where the 16 bits stand.</param>
    /// <param name="start">Where what is counted begins.</param>
    /// <exception cref="InvalidOperationException">It is longer than 16 bits can say.</exception>
    public void LengthAt(int at, int start)
    {
        int length = Length - start;
        if (length > ushort.MaxValue)
        {
            throw new InvalidOperationException($"A message of {length} bytes is longer than the protocol allows, which is {ushort.MaxValue}.");
        }

        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(at), (ushort)length);
    }

    /// <summary>Begins a message. <see cref="End"/> writes its length.</summary>
    /// <returns>Where it begins.</returns>
    public int Begin(MessageType type, uint xid)
    {
        int start = Length;
        Byte(OpenFlowHeader.Version13);
        Byte((byte)type);
        Short(0);
        Int(xid);

        return start;
    }

    /// <summary>Ends the message that begins at a place.</summary>
    public void End(int start) => LengthAt(start + 2, start);

    private Span<byte> Room(int count)
    {
        if (Length + count > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + count));
        }

        var room = _buffer.AsSpan(Length, count);
        Length += count;

        return room;
    }
}
