using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Server.Configuration;

namespace Vireo.Server.Api.Series;

/// <summary>A forecast with its bands.</summary>
/// <param name="Entity">What is forecast.</param>
/// <param name="Metric">Which quantity.</param>
/// <param name="Unit">Of the values.</param>
/// <param name="Start">The step of the first value; the newest measured one lies before it.</param>
/// <param name="Step">Spacing.</param>
/// <param name="Model">The model that made it.</param>
/// <param name="Bands">One per quantile level, ascending.</param>
public sealed record ForecastView(
    string Entity,
    string Metric,
    MetricUnit Unit,
    DateTimeOffset Start,
    TimeSpan Step,
    string Model,
    ImmutableArray<ForecastBand> Bands)
{
    internal static ForecastView Of(
        SeriesKey key, DateTimeOffset now, ForecastOptions options, int steps, DemandForecast forecast)
    {
        long grid = options.Step.Ticks;
        var start = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % grid), TimeSpan.Zero);

        return new ForecastView(
            EntityText.Format(key.Entity), key.Metric.Name, key.Metric.Unit, start, options.Step, forecast.Model,
            [
                .. options.Levels.Select((level, index) => new ForecastBand(
                    level, [.. forecast.Quantiles.AsSpan().Slice(index * steps, steps)])),
            ]);
    }
}
