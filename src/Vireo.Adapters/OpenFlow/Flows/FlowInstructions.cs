using System.Collections.Immutable;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.OpenFlow.Flows;

/// <summary>What a flow does (OpenFlow 1.3.5, section 7.2.4), each kind of instruction at most once, in the order in which
/// it is carried out. Nothing drops the packet.</summary>
internal sealed record FlowInstructions
{
    private const int LeastSize = 8;

    /// <summary>The meter that limits it; null for none.</summary>
    public uint? Meter { get; init; }

    /// <summary>What is done at once.</summary>
    public ImmutableArray<FlowAction> Apply { get; init; } = [];

    /// <summary>Whether what was written for the end is forgotten.</summary>
    public bool IsClearing { get; init; }

    /// <summary>What is done at the end of the tables.</summary>
    public ImmutableArray<FlowAction> Write { get; init; } = [];

    /// <summary>What is noted for later tables, and its mask; null for nothing.</summary>
    public (ulong Value, ulong Mask)? Metadata { get; init; }

    /// <summary>The table that goes on; null for none.</summary>
    public byte? Next { get; init; }

    /// <summary>Reads them to the end.</summary>
    /// <exception cref="OpenFlowMalformed">One is cut off, there twice, or not known.</exception>
    public static FlowInstructions Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var all = new FlowInstructions();
        int seen = 0;
        while (reader.Left > 0)
        {
            var part = new WireReader(reader.Part(lengthAt: 2, LeastSize, "instruction"));
            ushort type = part.Short();
            part.Skip(2);
            if (type > 6)
            {
                throw new OpenFlowMalformed($"An instruction of type {type} is not known.");
            }

            if ((seen & (1 << type)) != 0)
            {
                throw new OpenFlowMalformed($"An instruction of type {type} is there twice.");
            }

            seen |= 1 << type;
            all = all.With(type, ref part);
        }

        return all;
    }

    /// <summary>As they go over the wire.</summary>
    public byte[] Bytes()
    {
        var writer = new WireWriter();
        WriteTo(writer);

        return writer.Written.ToArray();
    }

    private FlowInstructions With(ushort type, ref WireReader part)
    {
        switch (type)
        {
            case 1:
                return this with { Next = part.Byte() };
            case 2:
                part.Skip(4);
                return this with { Metadata = (part.Long(), part.Long()) };
            case 3:
                part.Skip(4);
                return this with { Write = [.. FlowAction.ReadAll(part.Take(part.Left))] };
            case 4:
                part.Skip(4);
                return this with { Apply = [.. FlowAction.ReadAll(part.Take(part.Left))] };
            case 5:
                return this with { IsClearing = true };
            case 6:
                return this with { Meter = part.Int() };
            default:
                throw new OpenFlowMalformed($"An instruction of type {type} is not known.");
        }
    }

    private void WriteTo(WireWriter writer)
    {
        if (Meter is { } meter)
        {
            writer.Short(6);
            writer.Short(8);
            writer.Int(meter);
        }

        Actions(writer, type: 4, Apply);
        if (IsClearing)
        {
            writer.Short(5);
            writer.Short(8);
            writer.Zeros(4);
        }

        Actions(writer, type: 3, Write);
        if (Metadata is { } metadata)
        {
            writer.Short(2);
            writer.Short(24);
            writer.Zeros(4);
            writer.Long(metadata.Value & metadata.Mask);
            writer.Long(metadata.Mask);
        }

        if (Next is { } next)
        {
            writer.Short(1);
            writer.Short(8);
            writer.Byte(next);
            writer.Zeros(3);
        }
    }

    private static void Actions(WireWriter writer, ushort type, ImmutableArray<FlowAction> actions)
    {
        if (actions.IsEmpty)
        {
            return;
        }

        int start = writer.Length;
        writer.Short(type);
        writer.Short(0);
        writer.Zeros(4);
        foreach (var action in actions)
        {
            action.Write(writer);
        }

        writer.LengthAt(start + 2, start);
    }
}
