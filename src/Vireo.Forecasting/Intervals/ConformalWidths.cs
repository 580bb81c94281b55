namespace Vireo.Forecasting.Intervals;

/// <summary>Stretches the quantiles of a model so that they cover what they say, from forecasts whose outcome is
/// known.</summary>
/// <remarks>Conformalised quantile regression (Romano, Patterson &amp; Candès, 2019) in a form without unit: the score
/// of a forecast is the distance of the outcome from the median in units of the distance from the median to the
/// quantile on that side, and the factor of two opposite levels is the order statistic of the scores that
/// split-conformal prediction prescribes. One factor for both sides keeps the skew that the model learnt and is not
/// fooled by a drift that all series share. A quantile that equals the median stays there.</remarks>
public sealed class ConformalWidths
{
    private readonly double[] _factors;

    /// <summary>Takes factors that are known, one a level.</summary>
    public ConformalWidths(ReadOnlySpan<double> factors) => _factors = factors.ToArray();

    /// <summary>Factor of each level; 1 leaves the quantile where it is.</summary>
    public ReadOnlySpan<double> Factors => _factors;

    /// <summary>Finds the factors.</summary>
    /// <param name="levels">Ascending and symmetric about the median, which is among them.</param>
    /// <param name="quantiles">Row-major: the forecast of each level, for each outcome.</param>
    /// <param name="outcomes">What came. Exchangeable with what will come, and not used to train the model.</param>
    /// <param name="smallest">The smallest factor; below 1 allows intervals to shrink.</param>
    /// <param name="largest">The largest factor, so that a model without skill cannot explode.</param>
    /// <remarks>A level for which there are too few outcomes to say anything keeps the factor 1.</remarks>
    public static ConformalWidths Of(
        ReadOnlySpan<double> levels,
        ReadOnlySpan<float> quantiles,
        ReadOnlySpan<float> outcomes,
        double smallest = 0.5,
        double largest = 3)
    {
        int median = levels.IndexOf(0.5);
        if (median < 0)
        {
            throw new ArgumentException(
                "The levels lack the median 0.5, from which widths are measured.", nameof(levels));
        }

        double[] factors = new double[levels.Length];
        Array.Fill(factors, 1);
        double[] scores = new double[outcomes.Length];
        for (int lower = 0; lower < median; lower++)
        {
            int upper = levels.Length - 1 - lower;
            int rank = (int)Math.Ceiling((outcomes.Length + 1) * (levels[upper] - levels[lower]));
            if (rank > outcomes.Length)
            {
                continue;
            }

            for (int row = 0; row < outcomes.Length; row++)
            {
                ReadOnlySpan<float> forecast = quantiles.Slice(row * levels.Length, levels.Length);
                float distance = outcomes[row] - forecast[median];
                scores[row] = Math.Max(
                    Score(distance, forecast[lower] - forecast[median]),
                    Score(distance, forecast[upper] - forecast[median]));
            }

            Array.Sort(scores);
            factors[lower] = factors[upper] = Math.Clamp(scores[rank - 1], smallest, largest);
        }

        return new(factors);
    }

    /// <summary>Stretches one forecast in place.</summary>
    /// <param name="quantiles">One a level, ascending; so they are afterwards.</param>
    /// <param name="median">Which of them is the median.</param>
    public void Apply(Span<float> quantiles, int median)
    {
        float middle = quantiles[median];
        for (int level = 0; level < quantiles.Length; level++)
        {
            quantiles[level] = middle + ((float)_factors[level] * (quantiles[level] - middle));
        }

        quantiles.Sort();
    }

    // Outcomes on the far side of the median score below 0; where there is no width, only the median itself is covered.
    private static double Score(double distance, double width) =>
        width != 0 ? distance / width : distance == 0 ? 0 : double.PositiveInfinity;
}
