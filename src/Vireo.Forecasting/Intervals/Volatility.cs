namespace Vireo.Forecasting.Intervals;

/// <summary>How much a series moves in one step, lately and in the long run.</summary>
/// <param name="Last">The last finite value; NaN before the first.</param>
/// <param name="Recent">Exponential mean of absolute changes.</param>
/// <param name="LongRun">Plain mean of absolute changes, of about two days at five minutes.</param>
/// <param name="Count">Changes seen, up to the long run.</param>
internal readonly record struct Volatility(double Last, double Recent, double LongRun, int Count)
{
    private const double RecentWeight = 0.1;

    /// <summary>What the newest changes count for: measured on real machines, more made intervals wider after a burst
    /// than what followed deserved.</summary>
    private const double RecentShare = 0.3;

    private const int LongRunLength = 576;

    public static Volatility Unknown => new(double.NaN, 0, 0, 0);

    /// <summary>A third recent, the rest long run: reacts without collapsing in a flat stretch; zero for a constant
    /// series.</summary>
    public double Scale => (RecentShare * Recent) + ((1 - RecentShare) * LongRun);

    public Volatility Next(double value)
    {
        if (double.IsNaN(Last))
        {
            return this with { Last = value };
        }

        double change = Math.Abs(value - Last);
        int count = Math.Min(Count + 1, LongRunLength);
        double weight = Math.Max(RecentWeight, 1.0 / count);

        return new(value, Recent + (weight * (change - Recent)), LongRun + ((change - LongRun) / count), count);
    }
}
