using System.Buffers.Binary;

namespace Vireo.Adapters.Logs.Otlp;

/// <summary>Walks through the fields of a message in the protobuf wire format.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding/. Only what the messages of OTLP use; every read is
/// bounded by the message.</remarks>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int MostVarintBits = 64;

    private ReadOnlySpan<byte> _rest = message;
    private int _wireType = 0;

    /// <summary>Number of the field that was moved to.</summary>
    public int Field { get; private set; }

    /// <summary>Moves to the next field; the one before must have been read or skipped.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="FormatException">The message is not in the format.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        ulong tag = Varint();
        (Field, _wireType) = ((int)(tag >> 3), (int)(tag & 7));

        return Field > 0 ? true : throw new FormatException("A field has the number 0.");
    }

    /// <summary>The bytes of a text, byte or message field.</summary>
    /// <exception cref="FormatException">The field is of another type, or longer than the message.</exception>
    public ReadOnlySpan<byte> Bytes()
    {
        Expect(2);

        return Take(Varint());
    }

    /// <summary>The value of a whole number or truth field.</summary>
    /// <exception cref="FormatException">The field is of another type, or cut off.</exception>
    public ulong Number()
    {
        Expect(0);

        return Varint();
    }

    /// <summary>The value of a floating-point field.</summary>
    /// <exception cref="FormatException">The field is of another type, or cut off.</exception>
    public double Double()
    {
        Expect(1);

        return BinaryPrimitives.ReadDoubleLittleEndian(Take(8));
    }

    /// <summary>Passes over the field.</summary>
    /// <exception cref="FormatException">The field is cut off or of a type that is no longer used.</exception>
    public void Skip()
    {
        switch (_wireType)
        {
            case 0:
                Varint();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                Take(Varint());
                break;
            case 5:
                Take(4);
                break;
            default:
                throw new FormatException($"Field {Field} is of type {_wireType}, which nothing here is.");
        }
    }

    private readonly void Expect(int wireType)
    {
        if (_wireType != wireType)
        {
            throw new FormatException($"Field {Field} is of type {_wireType}, not {wireType}.");
        }
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            throw new FormatException($"Field {Field} has {length} bytes, and {_rest.Length} are left.");
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];

        return taken;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < MostVarintBits; shift += 7)
        {
            if (_rest.IsEmpty)
            {
                break;
            }

            byte one = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(one & 0x7f) << shift;
            if (one < 0x80)
            {
                return value;
            }
        }

        throw new FormatException($"A number after field {Field} has no end.");
    }
}
