namespace Vireo.Forecasting.Statistics;

/// <summary>A power of two as the unit of a series whose values single precision cannot hold; changing to it and back
/// is exact, up to values too small to be told from zero beside the largest.</summary>
/// <param name="Exponent">Of the unit; 0 where no other unit is needed.</param>
internal readonly record struct BinaryUnit(int Exponent)
{
    /// <summary>About 1e±24: errors and their squares stay within single precision.</summary>
    private const int LargestExponent = 80;

    /// <summary>The unit that fits the largest magnitude; NaN marks a gap.</summary>
    public static BinaryUnit Of(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, double.IsNaN(value) ? 0 : Math.Abs(value));
        }

        int exponent = largest > 0 ? Math.ILogB(largest) : 0;

        return new(Math.Abs(exponent) > LargestExponent ? exponent : 0);
    }

    /// <summary>Changes values to this unit.</summary>
    public void Enter(Span<double> values) => Shift(values, -Exponent);

    /// <summary>Changes values in this unit back.</summary>
    public void Leave(Span<double> values) => Shift(values, Exponent);

    private static void Shift(Span<double> values, int exponent)
    {
        if (exponent == 0)
        {
            return;
        }

        foreach (ref double value in values)
        {
            value = Math.ScaleB(value, exponent);
        }
    }
}
