using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.OpenFlow.Flows;

/// <summary>One field with what it has to be.</summary>
/// <param name="Class">Who defined the field.</param>
/// <param name="Number">Which of theirs it is: <see cref="FlowField"/> in the class of OpenFlow.</param>
/// <param name="Value">The value.</param>
/// <param name="Mask">The bits that count; null when all do.</param>
internal readonly record struct MatchField(ushort Class, byte Number, byte[] Value, byte[]? Mask)
{
    /// <summary>A field of OpenFlow's own class.</summary>
    public static MatchField Of(FlowField field, byte[] value, byte[]? mask = null) => new(FlowMatch.BasicClass, (byte)field, value, mask);

    /// <summary>What it is called in messages.</summary>
    public string Name => Class == FlowMatch.BasicClass && Number <= (byte)FlowField.Ipv6Extensions
        ? ((FlowField)Number).ToString() : $"field {Number} of class 0x{Class:x4}";

    /// <summary>By which fields are ordered.</summary>
    public uint Order => ((uint)Class << 8) | Number;

    /// <summary>Whether no bit counts.</summary>
    public bool IsAnything => Mask is { } mask && mask.All(bits => bits == 0);

    /// <summary>The same without bits that do not count, and without a mask where all do.</summary>
    public MatchField Canonical()
    {
        if (Mask is not { } mask || Class != FlowMatch.BasicClass)
        {
            return this;
        }

        byte[] value = new byte[Value.Length];
        for (int i = 0; i < value.Length; i++)
        {
            value[i] = (byte)(Value[i] & mask[i]);
        }

        return this with { Value = value, Mask = IsWhole(mask) ? null : mask };
    }

    // Of the tag of a VLAN 13 bits are there, of labels 20, of service instances all 24.
    private bool IsWhole(byte[] mask) => (FlowField)Number switch
    {
        FlowField.VlanVid => (mask[0] & 0x1f) == 0x1f && mask[1] == 0xff,
        FlowField.Ipv6Label => (mask[1] & 0x0f) == 0x0f && mask[2] == 0xff && mask[3] == 0xff,
        _ => mask.All(bits => bits == 0xff),
    };

    /// <summary>Reads one.</summary>
    /// <exception cref="OpenFlowMalformed">It ends too early, or is not as long as its field.</exception>
    public static MatchField Read(ref WireReader reader)
    {
        ushort fieldClass = reader.Short();
        byte kind = reader.Byte();
        int size = reader.Byte();
        bool hasMask = (kind & 1) != 0;
        byte number = (byte)(kind >> 1);
        if (fieldClass == FlowMatch.BasicClass && number <= (byte)FlowField.Ipv6Extensions)
        {
            int expected = FlowMatch.SizeOf((FlowField)number) * (hasMask ? 2 : 1);
            if (size != expected)
            {
                throw new OpenFlowMalformed($"{(FlowField)number} is {size} bytes long where {expected} are expected.");
            }
        }
        else if (fieldClass == FlowMatch.BasicClass && hasMask && (size & 1) != 0)
        {
            throw new OpenFlowMalformed($"Field {number} with a mask is {size} bytes long, which is odd.");
        }
        else if (fieldClass != FlowMatch.BasicClass)
        {
            // Others' fields are kept as they are.
            return new MatchField(fieldClass, kind, reader.Take(size).ToArray(), null);
        }

        byte[] value = reader.Take(hasMask ? size / 2 : size).ToArray();

        return new MatchField(fieldClass, number, value, hasMask ? reader.Take(size / 2).ToArray() : null);
    }

    /// <summary>Writes it.</summary>
    public void Write(WireWriter writer)
    {
        writer.Short(Class);
        writer.Byte(Class == FlowMatch.BasicClass ? (byte)((Number << 1) | (Mask is null ? 0 : 1)) : Number);
        writer.Byte((byte)(Value.Length + (Mask?.Length ?? 0)));
        writer.Bytes(Value);
        writer.Bytes(Mask);
    }
}
