using Vireo.Adapters.OpenFlow.Flows;
using Vireo.Adapters.OpenFlow.Text;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.OpenFlow.Messages;

/// <summary>A change of a switch: one message that has no answer but an error.</summary>
internal abstract record SwitchChange
{
    private protected const uint NoBuffer = 0xffffffff;

    /// <summary>What kind of message it is.</summary>
    public abstract MessageType Type { get; }

    /// <summary>Writes what follows the header.</summary>
    public abstract void WriteBody(WireWriter writer);
}

/// <summary>Makes, replaces or deletes flows (<c>ofp_flow_mod</c>).</summary>
/// <param name="Command">Which of it.</param>
/// <param name="Flow">The flow; to delete, only its key and cookie count.</param>
internal sealed record FlowChange(FlowCommand Command, Flow Flow) : SwitchChange
{
    private const ushort TellWhenRemoved = 1;

    /// <summary>The bits of the cookie that flows must have to be deleted; 0 for any.</summary>
    public ulong CookieMask { get; init; }

    /// <inheritdoc/>
    public override MessageType Type => MessageType.FlowMod;

    /// <inheritdoc/>
    public override void WriteBody(WireWriter writer)
    {
        writer.Long(Flow.Cookie);
        writer.Long(CookieMask);
        writer.Byte(Flow.Key.Table);
        writer.Byte((byte)Command);
        writer.Short(Flow.IdleTimeout);
        writer.Short(Flow.HardTimeout);
        writer.Short(Flow.Key.Priority);
        writer.Int(NoBuffer);
        writer.Int(ReservedPort.Any);
        writer.Int(ReservedPort.Any);
        writer.Short(Command == FlowCommand.Add ? TellWhenRemoved : (ushort)0);
        writer.Zeros(2);
        Flow.Key.Match.Write(writer);
        if (Command == FlowCommand.Add)
        {
            writer.Bytes(Flow.Instructions.Span);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(Command == FlowCommand.Add ? "+" : "-")} {FlowText.Of(Flow)}";
}

/// <summary>What is done with flows (<c>ofp_flow_mod_command</c>).</summary>
internal enum FlowCommand : byte
{
    /// <summary>Makes one, in the place of one with the same key.</summary>
    Add = 0,

    /// <summary>Deletes those that match as much or more.</summary>
    Delete = 3,

    /// <summary>Deletes the one with this key.</summary>
    DeleteStrict = 4,
}

/// <summary>Makes, replaces or deletes a group (<c>ofp_group_mod</c>).</summary>
internal sealed record GroupChange(ChangeCommand Command, FlowGroup Group) : SwitchChange
{
    /// <inheritdoc/>
    public override MessageType Type => MessageType.GroupMod;

    /// <inheritdoc/>
    public override void WriteBody(WireWriter writer)
    {
        writer.Short((ushort)Command);
        writer.Byte((byte)Group.Kind);
        writer.Zeros(1);
        writer.Int(Group.Id);
        if (Command != ChangeCommand.Delete)
        {
            Group.WriteBuckets(writer);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(Command == ChangeCommand.Delete ? "-" : "+")} {GroupText.Of(Group)}";
}

/// <summary>Makes, replaces or deletes a meter (<c>ofp_meter_mod</c>).</summary>
internal sealed record MeterChange(ChangeCommand Command, FlowMeter Meter) : SwitchChange
{
    /// <inheritdoc/>
    public override MessageType Type => MessageType.MeterMod;

    /// <inheritdoc/>
    public override void WriteBody(WireWriter writer)
    {
        writer.Short((ushort)Command);
        if (Command == ChangeCommand.Delete)
        {
            writer.Short(0);
            writer.Int(Meter.Id);
        }
        else
        {
            Meter.Write(writer);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(Command == ChangeCommand.Delete ? "-" : "+")} {GroupText.Of(Meter)}";
}

/// <summary>What is done with a group or meter.</summary>
internal enum ChangeCommand : ushort
{
    Add = 0,
    Modify = 1,
    Delete = 2,
}

/// <summary>Takes a port up or down (<c>ofp_port_mod</c>).</summary>
internal sealed record PortChange(SwitchPort Port, bool IsUp) : SwitchChange
{
    /// <inheritdoc/>
    public override MessageType Type => MessageType.PortMod;

    /// <inheritdoc/>
    public override void WriteBody(WireWriter writer)
    {
        writer.Int(Port.Number);
        writer.Zeros(4);
        writer.Bytes(MacText.Parse(Port.Mac));
        writer.Zeros(2);
        writer.Int(IsUp ? 0 : SwitchPort.ConfiguredDown);
        writer.Int(SwitchPort.ConfiguredDown);
        writer.Zeros(8);
    }

    /// <inheritdoc/>
    public override string ToString() => $"port {Port.Name} {(IsUp ? "up" : "down")}";
}

/// <summary>Sends a packet (<c>ofp_packet_out</c>).</summary>
internal sealed record PacketChange(uint Port, byte[] Frame) : SwitchChange
{
    /// <inheritdoc/>
    public override MessageType Type => MessageType.PacketOut;

    /// <inheritdoc/>
    public override void WriteBody(WireWriter writer)
    {
        writer.Int(NoBuffer);
        writer.Int(ReservedPort.Controller);
        int length = writer.Length;
        writer.Short(0);
        writer.Zeros(6);
        int start = writer.Length;
        OutputAction.Of(Port).Write(writer);
        writer.LengthAt(length, start);
        writer.Bytes(Frame);
    }

    /// <inheritdoc/>
    public override string ToString() => $"packet of {Frame.Length} bytes by port {Port}";
}
