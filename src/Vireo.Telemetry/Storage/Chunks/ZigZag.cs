namespace Vireo.Telemetry.Storage.Chunks;

/// <summary>Maps small numbers of either sign to small numbers: 0, −1, 1, −2, 2 to 0, 1, 2, 3, 4.</summary>
internal static class ZigZag
{
    public static ulong Encode(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long Decode(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
