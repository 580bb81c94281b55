namespace Vireo.Detection.Rules.Evaluation;

/// <summary>Quantiles of values and of histograms.</summary>
internal static class Quantiles
{
    /// <summary>The quantile of values, between neighbours in proportion; NaN counts as smallest.</summary>
    public static double Of(double quantile, List<double> values)
    {
        if (values.Count == 0 || double.IsNaN(quantile))
        {
            return double.NaN;
        }

        if (quantile is < 0 or > 1)
        {
            return quantile < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        values.Sort();
        double rank = quantile * (values.Count - 1);
        int lower = (int)Math.Max(0, Math.Floor(rank));
        int upper = Math.Min(values.Count - 1, lower + 1);
        double weight = rank - Math.Floor(rank);

        return (values[lower] * (1 - weight)) + (values[upper] * weight);
    }

    /// <summary>The quantile of a histogram with upper bounds and cumulative counts.</summary>
    public static double OfBuckets(double quantile, List<(double Bound, double Count)> buckets)
    {
        if (double.IsNaN(quantile))
        {
            return double.NaN;
        }

        if (quantile is < 0 or > 1)
        {
            return quantile < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        buckets = Merged([.. buckets.OrderBy(bucket => bucket.Bound)]);
        if (!double.IsPositiveInfinity(buckets[^1].Bound) || buckets.Count < 2 || buckets[^1].Count == 0)
        {
            return double.NaN;
        }

        double rank = quantile * buckets[^1].Count;
        int at = Search(buckets, rank);
        if (at == buckets.Count - 1)
        {
            return buckets[^2].Bound;
        }

        if (at == 0 && buckets[0].Bound <= 0)
        {
            return buckets[0].Bound;
        }

        double start = at > 0 ? buckets[at - 1].Bound : 0;
        double below = at > 0 ? buckets[at - 1].Count : 0;

        return start + ((buckets[at].Bound - start) * ((rank - below) / (buckets[at].Count - below)));
    }

    // The first but the last whose count reaches the rank, by halving: with NaN in it the way of searching shows.
    private static int Search(List<(double Bound, double Count)> buckets, double rank)
    {
        int low = 0;
        int high = buckets.Count - 1;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (buckets[middle].Count >= rank)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    // Buckets with one bound are added up; counts that fall are lifted to the largest before.
    private static List<(double Bound, double Count)> Merged(List<(double Bound, double Count)> sorted)
    {
        List<(double Bound, double Count)> merged = [sorted[0]];
        foreach ((double bound, double count) in sorted.Skip(1))
        {
            if (bound == merged[^1].Bound)
            {
                merged[^1] = (bound, merged[^1].Count + count);
            }
            else
            {
                merged.Add((bound, count));
            }
        }

        double most = merged[0].Count;
        for (int i = 1; i < merged.Count; i++)
        {
            if (merged[i].Count > most)
            {
                most = merged[i].Count;
            }
            else if (merged[i].Count < most)
            {
                merged[i] = (merged[i].Bound, most);
            }
        }

        return merged;
    }
}
