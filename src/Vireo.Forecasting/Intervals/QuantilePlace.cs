namespace Vireo.Forecasting.Intervals;

/// <summary>Where a quantile lies among sorted values.</summary>
/// <param name="Below">Rank of the value below it, from zero; −1 before the first, the count beyond the last.</param>
/// <param name="Share">Of the distance to the value above it; before and beyond the values, scales of the tail.</param>
internal readonly record struct QuantilePlace(int Below, double Share)
{
    /// <summary>The place of the conformal quantile: order statistic level·(n + 1), interpolated, and beyond the sample
    /// an exponential tail.</summary>
    /// <param name="level">Above 0 and below 1.</param>
    /// <param name="count">n, at least one.</param>
    public static QuantilePlace Of(double level, int count)
    {
        double position = (level * (count + 1)) - 1;
        if (position > count - 1)
        {
            return new(count, Math.Log(1 / ((1 - level) * (count + 1))));
        }

        return position < 0
            ? new(-1, Math.Log(1 / (level * (count + 1))))
            : new((int)position, position - (int)position);
    }
}
