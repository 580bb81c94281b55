using System.Buffers.Binary;

namespace Vireo.Simulation;

/// <summary>The last eight bytes of a gzip file: check sum and size of what its last member holds.</summary>
internal readonly record struct GzipTrailer(uint CheckSum, uint Size)
{
    private const int Length = 8;

    /// <summary>Reads it and goes back to the start.</summary>
    public static GzipTrailer Read(FileStream file)
    {
        Span<byte> trailer = stackalloc byte[Length];
        file.Position = Math.Max(0, file.Length - Length);
        file.ReadAtLeast(trailer, Length, throwOnEndOfStream: false);
        file.Position = 0;

        return new(
            BinaryPrimitives.ReadUInt32LittleEndian(trailer), BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]));
    }
}
