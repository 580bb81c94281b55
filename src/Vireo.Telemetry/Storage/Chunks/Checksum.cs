using System.Buffers.Binary;
using System.Numerics;

namespace Vireo.Telemetry.Storage.Chunks;

/// <summary>CRC-32C behind the data: a damaged chunk is noticed, never believed.</summary>
internal static class Checksum
{
    public const int Size = 4;

    public static void Write(Span<byte> data) =>
        BinaryPrimitives.WriteUInt32LittleEndian(data[^Size..], Of(data[..^Size]));

    public static bool IsRight(ReadOnlySpan<byte> data) =>
        data.Length > Size && BinaryPrimitives.ReadUInt32LittleEndian(data[^Size..]) == Of(data[..^Size]);

    private static uint Of(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        while (data.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[8..];
        }

        foreach (byte item in data)
        {
            crc = BitOperations.Crc32C(crc, item);
        }

        return ~crc;
    }
}
