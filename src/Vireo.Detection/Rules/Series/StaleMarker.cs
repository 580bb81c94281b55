namespace Vireo.Detection.Rules.Series;

/// <summary>The value that says a series has ended: a NaN with bits of its own, as Prometheus has it.</summary>
public static class StaleMarker
{
    private const ulong Bits = 0x7ff0000000000002;

    /// <summary>The marker.</summary>
    public static readonly double Value = BitConverter.UInt64BitsToDouble(Bits);

    /// <summary>Whether a value is the marker and not just no number.</summary>
    public static bool Is(double value) => BitConverter.DoubleToUInt64Bits(value) == Bits;
}
