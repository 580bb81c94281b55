namespace Vireo.Forecasting.Intervals;

/// <summary>How much a series moves in one step.</summary>
/// <param name="Last">The last finite value; NaN before the first.</param>
/// <param name="Usual">Plain mean of absolute changes, of about two days at five minutes; zero for a constant
/// series.</param>
/// <param name="Count">Changes seen, up to the usual.</param>
internal readonly record struct Volatility(double Last, double Usual, int Count)
{
    private const int UsualLength = 576;

    public static Volatility Unknown => new(double.NaN, 0, 0);

    public Volatility Next(double value)
    {
        if (double.IsNaN(Last))
        {
            return this with { Last = value };
        }

        int count = Math.Min(Count + 1, UsualLength);

        return new(value, Usual + ((Math.Abs(value - Last) - Usual) / count), count);
    }
}
