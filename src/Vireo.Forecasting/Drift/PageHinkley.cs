namespace Vireo.Forecasting.Drift;

/// <summary>Page's test for a rise of the mean, against the mean of all values so far.</summary>
/// <remarks>Page (1954), Hinkley (1971): m ← max(0, m + x − x̄ − δ), where x̄ already counts x; a rise is seen when m
/// exceeds the threshold. For a fall, hand in −x. A gap changes nothing. O(1), no allocation.</remarks>
/// <param name="Mean">Mean of all values.</param>
/// <param name="Count">Values seen.</param>
/// <param name="Statistic">How far the sum stands above its lowest point; never negative.</param>
public readonly record struct PageHinkley(double Mean, long Count, double Statistic)
{
    /// <summary>The state after one more value.</summary>
    /// <param name="value">The newest value; NaN is a gap.</param>
    /// <param name="delta">δ: a rise that is allowed, in the unit of the values.</param>
    public PageHinkley Next(double value, double delta)
    {
        if (!double.IsFinite(value))
        {
            return this;
        }

        double mean = Mean + ((value - Mean) / (Count + 1));

        return new(mean, Count + 1, Math.Max(0, Statistic + value - mean - delta));
    }
}
