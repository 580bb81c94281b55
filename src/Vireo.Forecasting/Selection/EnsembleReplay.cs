using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Selection;

/// <summary>Judges a mean of forecasts on the walk of its members, from what each of them said there.</summary>
internal static class EnsembleReplay
{
    /// <summary>The intervals that the mean would have had.</summary>
    /// <param name="history">What was walked through, at its end.</param>
    /// <param name="members">Trials of one walk.</param>
    /// <param name="weights">One a member; they add up to one.</param>
    /// <param name="knots">Of the horizon.</param>
    public static IntervalCalibrator Run(
        ReadOnlySpan<double> history, IReadOnlyList<Trial> members, ReadOnlySpan<double> weights, HorizonKnots knots)
    {
        var intervals = new IntervalCalibrator(knots);
        int origin = history.Length - members[0].Steps;
        intervals.Prime(history[..origin]);
        Trial? spread = Weightiest(members, weights);
        double[] mean = new double[knots.Steps.Length];
        double[] below = new double[spread is null ? 0 : mean.Length];
        double[] above = new double[below.Length];
        for (int step = 0; step <= members[0].Steps; step++)
        {
            if (step > 0)
            {
                intervals.Settle(history[origin + step - 1]);
            }

            if (!TryMean(members, weights, step, mean))
            {
                intervals.Skip();
                continue;
            }

            Widen(spread, step, below, above);
            intervals.Expect(mean, below, above);
        }

        return intervals;
    }

    private static Trial? Weightiest(IReadOnlyList<Trial> members, ReadOnlySpan<double> weights)
    {
        Trial? best = null;
        double most = 0;
        for (int i = 0; i < members.Count; i++)
        {
            if (members[i].HasSpread && weights[i] > most)
            {
                (best, most) = (members[i], weights[i]);
            }
        }

        return best;
    }

    private static bool TryMean(IReadOnlyList<Trial> members, ReadOnlySpan<double> weights, int step, Span<double> mean)
    {
        mean.Clear();
        for (int i = 0; i < members.Count; i++)
        {
            ReadOnlySpan<float> forecast = members[i].ForecastAt(step);
            if (forecast.IsEmpty)
            {
                return false;
            }

            for (int knot = 0; knot < mean.Length; knot++)
            {
                mean[knot] += weights[i] * forecast[knot];
            }
        }

        return true;
    }

    private static void Widen(Trial? spread, int step, Span<double> below, Span<double> above)
    {
        if (spread is null)
        {
            return;
        }

        ReadOnlySpan<float> low = spread.BelowAt(step);
        ReadOnlySpan<float> high = spread.AboveAt(step);
        for (int knot = 0; knot < below.Length; knot++)
        {
            below[knot] = low[knot];
            above[knot] = high[knot];
        }
    }
}
