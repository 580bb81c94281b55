namespace Vireo.Adapters.OpenFlow.Wire;

/// <summary>The messages of OpenFlow 1.3 that are sent or read (<c>ofp_type</c>, section 7.1).</summary>
internal enum MessageType : byte
{
    Hello = 0,
    Error = 1,
    EchoRequest = 2,
    EchoReply = 3,
    FeaturesRequest = 5,
    FeaturesReply = 6,
    ConfigRequest = 7,
    ConfigReply = 8,
    SetConfig = 9,
    PacketIn = 10,
    FlowRemoved = 11,
    PortStatus = 12,
    PacketOut = 13,
    FlowMod = 14,
    GroupMod = 15,
    PortMod = 16,
    MultipartRequest = 18,
    MultipartReply = 19,
    BarrierRequest = 20,
    BarrierReply = 21,
    RoleRequest = 24,
    RoleReply = 25,
    MeterMod = 29,
}
