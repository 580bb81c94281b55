using System.Numerics;

namespace Vireo.Telemetry.Storage.Chunks;

/// <summary>Values that are no short decimals: each as what its bits differ from those before, without the zeros at
/// either end. Pelkonen et al., <em>Gorilla</em>, VLDB 2015.</summary>
internal static class XorColumn
{
    public static void Write(BitWriter bits, ReadOnlySpan<double> values)
    {
        bool isNarrow = IsExactInSingle(values);
        int width = isNarrow ? 32 : 64;
        ulong before = Bits(values[0], isNarrow);
        int zerosBefore = -1;
        int lengthBefore = 0;
        bits.Write(isNarrow ? 1UL : 0, 1);
        bits.Write(before, width);
        foreach (double value in values[1..])
        {
            ulong now = Bits(value, isNarrow);
            ulong changed = now ^ before;
            before = now;
            if (changed == 0)
            {
                bits.Write(0, 1);
                continue;
            }

            int leading = Math.Min(31, BitOperations.LeadingZeroCount(changed) - (64 - width));
            int length = width - leading - BitOperations.TrailingZeroCount(changed);
            int tailBefore = width - zerosBefore - lengthBefore;
            if (zerosBefore >= 0 && leading >= zerosBefore && width - leading - length >= tailBefore
                && lengthBefore < length + 11)
            {
                bits.Write(0b10, 2);
            }
            else
            {
                bits.Write(0b11, 2);
                bits.Write((ulong)leading, 5);
                bits.Write((ulong)(length - 1), 6);
                (zerosBefore, lengthBefore) = (leading, length);
            }

            bits.Write(changed >> (width - zerosBefore - lengthBefore), lengthBefore);
        }
    }

    public static void Read(ref BitReader bits, Span<double> values)
    {
        bool isNarrow = bits.Read(1) == 1;
        int width = isNarrow ? 32 : 64;
        ulong now = bits.Read(width);
        int leading = 0;
        int length = width;
        values[0] = Value(now, isNarrow);
        for (int i = 1; i < values.Length; i++)
        {
            if (bits.Read(1) == 1)
            {
                if (bits.Read(1) == 1)
                {
                    leading = (int)bits.Read(5);
                    length = (int)Math.Min(bits.Read(6) + 1, (ulong)(width - leading));
                }

                now ^= bits.Read(length) << (width - leading - length);
            }

            values[i] = Value(now, isNarrow);
        }
    }

    private static bool IsExactInSingle(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (BitConverter.DoubleToInt64Bits((float)value) != BitConverter.DoubleToInt64Bits(value))
            {
                return false;
            }
        }

        return true;
    }

    private static ulong Bits(double value, bool isNarrow) =>
        isNarrow ? BitConverter.SingleToUInt32Bits((float)value) : BitConverter.DoubleToUInt64Bits(value);

    private static double Value(ulong bits, bool isNarrow) =>
        isNarrow ? BitConverter.UInt32BitsToSingle((uint)bits) : BitConverter.UInt64BitsToDouble(bits);
}
