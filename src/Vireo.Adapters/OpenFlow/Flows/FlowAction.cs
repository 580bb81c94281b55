using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.OpenFlow.Flows;

/// <summary>What is done with a packet (OpenFlow 1.3.5, section 7.2.5).</summary>
internal abstract record FlowAction
{
    private const int LeastSize = 8;

    /// <summary>Reads a list of them.</summary>
    public static List<FlowAction> ReadAll(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var actions = new List<FlowAction>();
        while (reader.Left > 0)
        {
            var action = reader.Part(lengthAt: 2, LeastSize, "action");
            if ((action.Length & 7) != 0)
            {
                throw new OpenFlowMalformed($"An action of {action.Length} bytes is not a multiple of eight.");
            }

            actions.Add(Read(action));
        }

        return actions;
    }

    /// <summary>Writes it.</summary>
    public void Write(WireWriter writer)
    {
        int start = writer.Length;
        writer.Short(Type);
        writer.Short(0);
        WriteBody(writer);
        writer.PadFrom(start);
        writer.LengthAt(start + 2, start);
    }

    private protected abstract ushort Type { get; }

    private protected abstract void WriteBody(WireWriter writer);

    private static FlowAction Read(ReadOnlySpan<byte> action)
    {
        var reader = new WireReader(action);
        ushort type = reader.Short();
        reader.Skip(2);

        return type switch
        {
            0 => OutputAction.Of(reader.Int(), reader.Short()),
            17 => new PushVlanAction(reader.Short()),
            18 => new PopVlanAction(),
            19 => new PushMplsAction(reader.Short()),
            20 => new PopMplsAction(reader.Short()),
            21 => new SetQueueAction(reader.Int()),
            22 => new GroupAction(reader.Int()),
            23 => new SetTtlAction(reader.Byte()),
            24 => new DecrementTtlAction(),
            25 => new SetFieldAction(MatchField.Read(ref reader)),
            _ => new OtherAction(type, new WireBytes(action[4..].ToArray())),
        };
    }
}

/// <summary>Sends it out.</summary>
/// <param name="Port">The port, or a <see cref="ReservedPort"/>.</param>
/// <param name="MostBytes">Of the packet, where it goes to the controller.</param>
internal sealed record OutputAction(uint Port, ushort MostBytes) : FlowAction
{
    private protected override ushort Type => 0;

    /// <summary>With a length only where one counts.</summary>
    public static OutputAction Of(uint port, ushort mostBytes = ushort.MaxValue) =>
        new(port, port == ReservedPort.Controller ? mostBytes : (ushort)0);

    private protected override void WriteBody(WireWriter writer)
    {
        writer.Int(Port);
        writer.Short(MostBytes);
        writer.Zeros(6);
    }
}

/// <summary>Tags it.</summary>
/// <param name="EthType">0x8100, or 0x88a8.</param>
internal sealed record PushVlanAction(ushort EthType) : FlowAction
{
    private protected override ushort Type => 17;

    private protected override void WriteBody(WireWriter writer) => writer.Short(EthType);
}

/// <summary>Takes the outer tag off.</summary>
internal sealed record PopVlanAction : FlowAction
{
    private protected override ushort Type => 18;

    private protected override void WriteBody(WireWriter writer) => writer.Zeros(4);
}

/// <summary>Labels it.</summary>
/// <param name="EthType">0x8847, or 0x8848.</param>
internal sealed record PushMplsAction(ushort EthType) : FlowAction
{
    private protected override ushort Type => 19;

    private protected override void WriteBody(WireWriter writer) => writer.Short(EthType);
}

/// <summary>Takes the outer label off.</summary>
/// <param name="EthType">What it is then.</param>
internal sealed record PopMplsAction(ushort EthType) : FlowAction
{
    private protected override ushort Type => 20;

    private protected override void WriteBody(WireWriter writer) => writer.Short(EthType);
}

/// <summary>Chooses the queue of the port that it leaves by.</summary>
internal sealed record SetQueueAction(uint Queue) : FlowAction
{
    private protected override ushort Type => 21;

    private protected override void WriteBody(WireWriter writer) => writer.Int(Queue);
}

/// <summary>Hands it to a group.</summary>
internal sealed record GroupAction(uint Group) : FlowAction
{
    private protected override ushort Type => 22;

    private protected override void WriteBody(WireWriter writer) => writer.Int(Group);
}

/// <summary>Sets its time to live.</summary>
internal sealed record SetTtlAction(byte Ttl) : FlowAction
{
    private protected override ushort Type => 23;

    private protected override void WriteBody(WireWriter writer) => writer.Byte(Ttl);
}

/// <summary>Takes one from its time to live.</summary>
internal sealed record DecrementTtlAction : FlowAction
{
    private protected override ushort Type => 24;

    private protected override void WriteBody(WireWriter writer) => writer.Zeros(4);
}

/// <summary>Sets a field.</summary>
internal sealed record SetFieldAction(MatchField Field) : FlowAction
{
    private protected override ushort Type => 25;

    private protected override void WriteBody(WireWriter writer) => Field.Write(writer);
}

/// <summary>One that is not ours to read, kept as it is.</summary>
internal sealed record OtherAction(ushort Kind, WireBytes Body) : FlowAction
{
    private protected override ushort Type => Kind;

    private protected override void WriteBody(WireWriter writer) => writer.Bytes(Body.Span);
}
