using System.Buffers.Binary;

namespace Vireo.Adapters.OpenFlow.Wire;

/// <summary>Reads fields one after the other, and never past the end.</summary>
/// <param name="bytes">What is read.</param>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Bytes that are left.</summary>
    public readonly int Left => _rest.Length;

    /// <summary>The next byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>The next 16 bits.</summary>
    public ushort Short() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    /// <summary>The next 32 bits.</summary>
    public uint Int() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>The next 64 bits.</summary>
    public ulong Long() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    /// <summary>Passes over padding.</summary>
    public void Skip(int count) => Take(count);

    /// <summary>The next bytes.</summary>
    /// <exception cref="OpenFlowMalformed">So many are not there.</exception>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw new OpenFlowMalformed($"{count} bytes are expected where {_rest.Length} are left.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];

        return taken;
    }

    /// <summary>A part that says at its beginning how long it is: the whole of it.</summary>
    /// <param name="lengthAt">Where in it the 16 bits of its length stand.</param>
    /// <param name="least">The fewest bytes it can have.</param>
    /// <param name="what">What it is, for the message.</param>
    public ReadOnlySpan<byte> Part(int lengthAt, int least, string what)
    {
        if (_rest.Length < lengthAt + 2)
        {
            throw new OpenFlowMalformed($"{what}: {lengthAt + 2} bytes are expected where {_rest.Length} are left.");
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(_rest[lengthAt..]);
        if (length < least)
        {
            throw new OpenFlowMalformed($"{what}: {length} bytes, where {least} is the least.");
        }

        return Take(length);
    }

    /// <summary>A text of fixed size, to the first zero. What is not printable becomes '?'.</summary>
    public string Text(int size)
    {
        var raw = Take(size);
        int end = raw.IndexOf((byte)0);
        raw = end < 0 ? raw : raw[..end];

        return string.Create(raw.Length, raw, static (text, from) =>
        {
            for (int i = 0; i < from.Length; i++)
            {
                text[i] = from[i] is >= 32 and < 127 ? (char)from[i] : '?';
            }
        });
    }
}
