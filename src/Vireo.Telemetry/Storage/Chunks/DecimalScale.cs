namespace Vireo.Telemetry.Storage.Chunks;

/// <summary>Writes values as whole numbers of a decimal unit, where that gives back the very same 64 bits.</summary>
/// <remarks>Hypervisors report decimals: 57 %, 1,516.2 MHz. As binary fractions they look random; as 57 and 15,162 they
/// compress. The division on reading is correctly rounded, so equality is checked once, on writing.</remarks>
internal static class DecimalScale
{
    public const int MostDigits = 9;
    private const double Largest = 1L << 51;

    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

    /// <summary>Scales one value with the fewest digits, starting from some.</summary>
    /// <returns>Whether it can be.</returns>
    public static bool TryScale(double value, ref int digits, int mostDigits, out long whole)
    {
        for (; digits <= mostDigits; digits++)
        {
            double scaled = Math.Round(value * Powers[digits]);
            if (!(Math.Abs(scaled) <= Largest))
            {
                break;
            }

            whole = (long)scaled;
            if (BitConverter.DoubleToInt64Bits(Restore(whole, digits)) == BitConverter.DoubleToInt64Bits(value))
            {
                return true;
            }
        }

        whole = 0;

        return false;
    }

    /// <summary>Scales all values with the same number of digits.</summary>
    /// <returns>Whether all of them can be.</returns>
    public static bool TryScale(ReadOnlySpan<double> values, Span<long> wholes, out int digits)
    {
        digits = 0;
        int digitsOfFirst = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!TryScale(values[i], ref digits, MostDigits, out wholes[i]))
            {
                return false;
            }

            digitsOfFirst = i == 0 ? digits : digitsOfFirst;
        }

        return digits == digitsOfFirst || TryScaleAgain(values, wholes, digits);
    }

    public static double Restore(long whole, int digits) => whole / Powers[digits];

    private static bool TryScaleAgain(ReadOnlySpan<double> values, Span<long> wholes, int digits)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int exactly = digits;
            if (!TryScale(values[i], ref exactly, digits, out wholes[i]))
            {
                return false;
            }
        }

        return true;
    }
}
