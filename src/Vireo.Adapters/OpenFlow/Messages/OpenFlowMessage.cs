using Vireo.Adapters.OpenFlow.Flows;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.OpenFlow.Messages;

/// <summary>A message of a switch.</summary>
/// <param name="Xid">Of the request that it is or answers.</param>
internal abstract record OpenFlowMessage(uint Xid);

/// <summary>Which versions the other side speaks.</summary>
/// <param name="Xid">Its own.</param>
/// <param name="Version">The highest.</param>
/// <param name="Bitmap">Bit n for version n, of versions 0 to 31; null where it does not say.</param>
internal sealed record HelloMessage(uint Xid, byte Version, uint? Bitmap) : OpenFlowMessage(Xid)
{
    /// <summary>Whether OpenFlow 1.3 is among them.</summary>
    public bool Speaks13 => Bitmap is { } bitmap
        ? (bitmap & (1u << OpenFlowHeader.Version13)) != 0 : Version >= OpenFlowHeader.Version13;
}

/// <summary>A request was refused.</summary>
internal sealed record ErrorMessage(uint Xid, SwitchError Error) : OpenFlowMessage(Xid);

/// <summary>Whether we are there.</summary>
internal sealed record EchoRequest(uint Xid, byte[] Payload) : OpenFlowMessage(Xid);

/// <summary>An answer that has nothing in it but that it came: to an echo, or to a barrier.</summary>
internal sealed record BareReply(uint Xid, MessageType Type) : OpenFlowMessage(Xid);

/// <summary>What the switch is.</summary>
/// <param name="Xid">Of the request.</param>
/// <param name="Datapath">Its identifier.</param>
/// <param name="Buffers">Packets it can keep.</param>
/// <param name="Tables">How many tables it has.</param>
/// <param name="Auxiliary">0 for the connection that counts.</param>
/// <param name="Capabilities">What it can (<c>ofp_capabilities</c>).</param>
internal sealed record FeaturesReply(uint Xid, ulong Datapath, uint Buffers, byte Tables, byte Auxiliary, uint Capabilities)
    : OpenFlowMessage(Xid);

/// <summary>How it treats packets for the controller.</summary>
/// <param name="Xid">Of the request.</param>
/// <param name="Flags">What it does with fragments.</param>
/// <param name="MostBytes">Of each packet that it sends.</param>
internal sealed record ConfigReply(uint Xid, ushort Flags, ushort MostBytes) : OpenFlowMessage(Xid);

/// <summary>A packet for the controller.</summary>
/// <param name="Xid">Its own.</param>
/// <param name="TotalLength">Of the packet; what came of it may be less.</param>
/// <param name="Reason">0 no flow, 1 a flow says so, 2 its time to live is over.</param>
/// <param name="Table">Where that was.</param>
/// <param name="Cookie">Of the flow.</param>
/// <param name="Match">With the port that it came in by.</param>
/// <param name="Frame">The packet.</param>
internal sealed record PacketIn(
    uint Xid, ushort TotalLength, byte Reason, byte Table, ulong Cookie, FlowMatch Match, byte[] Frame) : OpenFlowMessage(Xid)
{
    /// <summary>The port that it came in by; null where the switch does not say.</summary>
    public uint? InPort => Match.Number(FlowField.InPort);
}

/// <summary>A flow is gone.</summary>
/// <param name="Xid">Its own.</param>
/// <param name="Key">Where it stood.</param>
/// <param name="Cookie">Its cookie.</param>
/// <param name="Reason">Why.</param>
/// <param name="IdleTimeout">Seconds it had without packets.</param>
/// <param name="HardTimeout">Seconds it had.</param>
/// <param name="Lifetime">How long it was there.</param>
/// <param name="Packets">It saw.</param>
/// <param name="Bytes">They had.</param>
internal sealed record FlowRemoved(
    uint Xid, FlowKey Key, ulong Cookie, FlowRemovedReason Reason, ushort IdleTimeout, ushort HardTimeout, TimeSpan Lifetime,
    ulong Packets, ulong Bytes) : OpenFlowMessage(Xid);

/// <summary>Why a flow is gone (<c>ofp_flow_removed_reason</c>).</summary>
internal enum FlowRemovedReason : byte
{
    /// <summary>It had no packets for as long as it says.</summary>
    IdleTimeout = 0,

    /// <summary>It was there for as long as it says.</summary>
    HardTimeout = 1,

    /// <summary>Somebody deleted it.</summary>
    Delete = 2,

    /// <summary>Its group is gone.</summary>
    GroupDelete = 3,

    /// <summary>Its meter is gone.</summary>
    MeterDelete = 4,
}

/// <summary>A port came, went or changed.</summary>
/// <param name="Xid">Its own.</param>
/// <param name="IsGone">Whether it went.</param>
/// <param name="Port">The port.</param>
internal sealed record PortStatus(uint Xid, bool IsGone, SwitchPort Port) : OpenFlowMessage(Xid);

/// <summary>A part of a long answer.</summary>
/// <param name="Xid">Of the request.</param>
/// <param name="Kind">What it is of.</param>
/// <param name="IsLast">Whether no more come.</param>
/// <param name="Body">Whole entries.</param>
internal sealed record MultipartReply(uint Xid, MultipartKind Kind, bool IsLast, ReadOnlyMemory<byte> Body) : OpenFlowMessage(Xid);

/// <summary>Our role.</summary>
/// <param name="Xid">Of the request.</param>
/// <param name="Role">What we are.</param>
/// <param name="Generation">Of the newest master.</param>
internal sealed record RoleReply(uint Xid, ControllerRole Role, ulong Generation) : OpenFlowMessage(Xid);

/// <summary>One that nobody here asked for.</summary>
internal sealed record OtherMessage(uint Xid, MessageType Type) : OpenFlowMessage(Xid);
