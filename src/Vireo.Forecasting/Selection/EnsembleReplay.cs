using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Selection;

/// <summary>Judges a mean of forecasts on the walk of its members, from what each of them said there.</summary>
internal static class EnsembleReplay
{
    /// <summary>The intervals that a mean would have had.</summary>
    /// <param name="history">What was walked through, at its end.</param>
    /// <param name="members">Trials of one walk.</param>
    /// <param name="weights">One a member; they add up to one.</param>
    /// <param name="knots">Of the horizon.</param>
    public static IntervalCalibrator Run(
        ReadOnlySpan<double> history, IReadOnlyList<Trial> members, double[] weights, HorizonKnots knots)
    {
        Trial? spread = Weightiest(members, weights);

        return Run(
            history, members[0].Steps, knots, (step, mean) => TryMean(members, weights, step, mean), spread is null ? null : spread.SpreadAt);
    }

    /// <summary>The intervals of whatever says something at the steps of a walk.</summary>
    /// <param name="history">What was walked through, at its end.</param>
    /// <param name="steps">Of the walk.</param>
    /// <param name="knots">Of the horizon.</param>
    /// <param name="trySay">Writes the forecast at a step, one value a knot; false when nothing was said there.</param>
    /// <param name="spreadAt">What is known of the spread at a step; null when nothing ever is.</param>
    public static IntervalCalibrator Run(
        ReadOnlySpan<double> history, int steps, HorizonKnots knots, Func<int, double[], bool> trySay,
        Func<int, KnotSpread?>? spreadAt)
    {
        var intervals = new IntervalCalibrator(knots);
        int origin = history.Length - steps;
        intervals.Prime(history[..origin]);
        double[] said = new double[knots.Steps.Length];
        for (int step = 0; step <= steps; step++)
        {
            if (step > 0)
            {
                intervals.Settle(history[origin + step - 1]);
            }

            if (trySay(step, said))
            {
                intervals.Expect(said, spreadAt?.Invoke(step));
            }
            else
            {
                intervals.Skip();
            }
        }

        return intervals;
    }

    private static Trial? Weightiest(IReadOnlyList<Trial> members, double[] weights)
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

    private static bool TryMean(IReadOnlyList<Trial> members, double[] weights, int step, double[] mean)
    {
        Array.Clear(mean);
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
}
