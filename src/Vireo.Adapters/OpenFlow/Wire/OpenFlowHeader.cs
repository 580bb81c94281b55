using System.Buffers.Binary;

namespace Vireo.Adapters.OpenFlow.Wire;

/// <summary>What each message begins with.</summary>
/// <param name="Version">Of the protocol; 4 is OpenFlow 1.3.</param>
/// <param name="Type">What it is.</param>
/// <param name="Length">Of the whole message in bytes.</param>
/// <param name="Xid">Of the request that it is or answers.</param>
internal readonly record struct OpenFlowHeader(byte Version, MessageType Type, int Length, uint Xid)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 8;

    /// <summary>OpenFlow 1.3.</summary>
    public const byte Version13 = 4;

    /// <summary>Reads one.</summary>
    /// <param name="bytes">At least <see cref="Size"/>.</param>
    public static OpenFlowHeader Read(ReadOnlySpan<byte> bytes) => new(
        bytes[0], (MessageType)bytes[1], BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));
}
