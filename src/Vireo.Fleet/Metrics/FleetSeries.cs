namespace Vireo.Fleet;

/// <summary>The clean series of a fleet over one window: what a cycle learns from and watches.</summary>
/// <param name="AsOf">The end of the window, exclusive.</param>
/// <param name="Step">Spacing of every series.</param>
/// <param name="Series">By key; a series without any sample in the window is absent.</param>
public sealed record FleetSeries(
    DateTimeOffset AsOf, TimeSpan Step, IReadOnlyDictionary<SeriesKey, TimeSeries> Series)
{
    /// <summary>Finds a series; null when nothing was measured.</summary>
    public TimeSeries? Find(EntityId entity, Metric metric) =>
        Series.GetValueOrDefault(new SeriesKey(entity, metric));
}
