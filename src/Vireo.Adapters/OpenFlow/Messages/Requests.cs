using Vireo.Adapters.OpenFlow.Flows;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.OpenFlow.Messages;

/// <summary>Writes what follows the header of requests.</summary>
internal static class Requests
{
    private const byte AllTables = 0xff;
    private const uint AllMeters = 0xffffffff;
    private const ushort BitmapElement = 1;

    /// <summary>That we speak OpenFlow 1.3.</summary>
    public static void Hello(WireWriter writer)
    {
        writer.Short(BitmapElement);
        writer.Short(8);
        writer.Int(1u << OpenFlowHeader.Version13);
    }

    /// <summary>That whole packets are sent to us.</summary>
    public static void WholePackets(WireWriter writer)
    {
        writer.Short(0);
        writer.Short(ushort.MaxValue);
    }

    /// <summary>A role.</summary>
    public static void Role(WireWriter writer, ControllerRole role, ulong generation)
    {
        writer.Int((uint)role);
        writer.Zeros(4);
        writer.Long(generation);
    }

    /// <summary>Something in parts, all of it.</summary>
    public static void Multipart(WireWriter writer, MultipartKind kind)
    {
        writer.Short((ushort)kind);
        writer.Zeros(6);
        switch (kind)
        {
            case MultipartKind.Flows or MultipartKind.Aggregate:
                writer.Byte(AllTables);
                writer.Zeros(3);
                writer.Int(ReservedPort.Any);
                writer.Int(ReservedPort.Any);
                writer.Zeros(4);
                writer.Long(0);
                writer.Long(0);
                FlowMatch.Any.Write(writer);
                break;
            case MultipartKind.PortStatistics:
                writer.Int(ReservedPort.Any);
                writer.Zeros(4);
                break;
            case MultipartKind.MeterConfigurations:
                writer.Int(AllMeters);
                writer.Zeros(4);
                break;
            default:
                break;
        }
    }
}
