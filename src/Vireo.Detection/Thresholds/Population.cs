using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Turns the series of many entities into the share of them that is above a bound.</summary>
internal static class Population
{
    /// <summary>The populations of a rule, by identifier.</summary>
    public static IEnumerable<Bounded> Of(ThresholdRule rule, Look look)
    {
        var populations = Watched.By(rule, look)
            .Where(watched => watched.Population is not null && watched.Capacity > 0)
            .GroupBy(watched => watched.Population!.Value)
            .OrderBy(population => population.Key);
        foreach (IGrouping<EntityId, Watched> population in populations)
        {
            Watched[] members = [.. population];
            yield return new(
                population.Key,
                ThresholdText.Title(rule, population.Key),
                Shares(rule, look, population.Key, members, rule.Above),
                Math.BitDecrement(rule.Share),
                Shares(rule, look, population.Key, members, rule.ClearBelow),
                rule.Share,
                (share, lasted) => ThresholdText.Evidence(rule, share, members.Length, lasted));
        }
    }

    // An instant counts when half of the members were measured then.
    private static TimeSeries Shares(
        ThresholdRule rule, Look look, EntityId population, Watched[] members, double bound)
    {
        var measured = members
            .Select(member => (member.Capacity, Series: look.Series.Find(member.Entity, rule.Metric)))
            .Where(member => member.Series is not null)
            .Select(member => (member.Capacity, Series: member.Series!))
            .ToList();
        TimeSpan step = look.Series.Step;
        var key = new SeriesKey(population, rule.Metric);
        if (measured.Count == 0)
        {
            return new TimeSeries(key, look.Now, step, Array.Empty<double>(), DataQuality.Perfect);
        }

        DateTimeOffset start = measured.Min(member => member.Series.Start);
        int length = measured.Max(member => IndexOf(member.Series.Start) + member.Series.Values.Length);
        int[] known = new int[length];
        double[] shares = new double[length];
        foreach ((double capacity, TimeSeries series) in measured)
        {
            ReadOnlySpan<double> values = series.Values.Span;
            int from = IndexOf(series.Start);
            for (int i = 0; i < values.Length; i++)
            {
                known[from + i] += double.IsFinite(values[i]) ? 1 : 0;
                shares[from + i] += values[i] > bound * capacity && double.IsFinite(values[i]) ? 1 : 0;
            }
        }

        for (int i = 0; i < length; i++)
        {
            shares[i] = 2 * known[i] >= members.Length ? shares[i] / known[i] : double.NaN;
        }

        return new TimeSeries(key, start, step, shares, DataQuality.Perfect);

        int IndexOf(DateTimeOffset at) => (int)((at - start) / step);
    }
}
