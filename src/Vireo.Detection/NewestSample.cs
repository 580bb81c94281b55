using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Finds when something was last measured.</summary>
internal static class NewestSample
{
    /// <summary>Index of the newest finite value, or -1.</summary>
    public static int IndexIn(ReadOnlySpan<double> values)
    {
        int index = values.Length - 1;
        while (index >= 0 && !double.IsFinite(values[index]))
        {
            index--;
        }

        return index;
    }

    /// <summary>Instant of the newest finite CPU or memory sample of an entity; null when there is none.</summary>
    public static DateTimeOffset? OfAny(FleetSeries series, EntityId entity)
    {
        DateTimeOffset? newest = null;
        foreach (Metric metric in (ReadOnlySpan<Metric>)[Metric.CpuUsage, Metric.CpuDemand, Metric.MemoryUsage])
        {
            DateTimeOffset? at = series.Find(entity, metric) is { } found ? At(found) : null;
            newest = newest is null || at > newest ? at ?? newest : newest;
        }

        return newest;
    }

    /// <summary>Instant of the newest finite value; null when there is none.</summary>
    public static DateTimeOffset? At(TimeSeries series)
    {
        int index = IndexIn(series.Values.Span);

        return index < 0 ? null : series.Start + (index * series.Step);
    }
}
