using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Server.Api.Series;

/// <summary>A series on an even grid.</summary>
/// <param name="Entity">What was measured.</param>
/// <param name="Metric">Which quantity.</param>
/// <param name="Unit">Of the values.</param>
/// <param name="Start">Instant of the first value.</param>
/// <param name="Step">Spacing; a value is the mean of [instant, instant + step).</param>
/// <param name="Values">Oldest first; null where nothing was measured.</param>
/// <param name="Quality">How far the series can be trusted.</param>
public sealed record SeriesView(
    string Entity,
    string Metric,
    MetricUnit Unit,
    DateTimeOffset Start,
    TimeSpan Step,
    ImmutableArray<double?> Values,
    DataQuality Quality)
{
    internal static SeriesView Of(TimeSeries series) => new(
        EntityText.Format(series.Key.Entity),
        series.Key.Metric.Name,
        series.Key.Metric.Unit,
        series.Start,
        series.Step,
        [.. series.Values.ToArray().Select(value => double.IsFinite(value) ? value : (double?)null)],
        series.Quality);
}
