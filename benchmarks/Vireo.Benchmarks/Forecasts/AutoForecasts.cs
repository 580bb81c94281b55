using System.Collections.Immutable;
using Vireo.Benchmarks.VmCloud;
using Vireo.Forecasting;
using Vireo.Forecasting.Selection;

namespace Vireo.Benchmarks.Forecasts;

/// <summary>Forecasts as <c>vireo forecast --model auto</c> makes them, scored.</summary>
internal static class AutoForecasts
{
    private static readonly ImmutableArray<double> Coverages = [0.8, 0.95];

    /// <summary>All windows of machines, those of one rank together as one file.</summary>
    public static List<VmScore> Machines(IReadOnlyList<VmTask> tasks, int[] seasons, Effort effort = Effort.BySize) =>
        [.. tasks.GroupBy(task => task.Rank).SelectMany(wave => Wave([.. wave], seasons, effort))];

    /// <summary>Series of M4 Hourly.</summary>
    /// <returns>The forecasts, and seconds of CPU a series.</returns>
    public static (SeriesForecastResult[] Forecasts, double Seconds) Hourly(IReadOnlyList<M4Series> series)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        SeriesForecastResult[] forecasts = Run([.. series.Select(one => one.History)], M4.Horizon, [M4.Season, 7 * M4.Season]);

        return (forecasts, (Environment.CpuUsage.TotalTime - before).TotalSeconds / series.Count);
    }

    /// <summary>Share of the future inside an interval.</summary>
    public static double Coverage(IReadOnlyList<M4Series> series, SeriesForecastResult[] forecasts, int level) =>
        forecasts.Zip(series, (forecast, one) => one.Future.Where(
            (y, h) => y >= forecast.Lower[level][h] && y <= forecast.Upper[level][h]).Count() / (double)M4.Horizon).Average();

    private static IEnumerable<VmScore> Wave(VmTask[] wave, int[] seasons, Effort effort)
    {
        int steps = wave[0].Horizon;
        SeriesForecastResult[] forecasts = Run([.. wave.Select(task => task.History)], steps, seasons, effort);
        for (int i = 0; i < wave.Length; i++)
        {
            SeriesForecastResult forecast = forecasts[i];
            double[] quantiles =
                [.. forecast.Lower[1], .. forecast.Lower[0], .. forecast.Mean, .. forecast.Upper[0], .. forecast.Upper[1]];
            yield return VmScore.Of(wave[i], VmForecast.OfQuantiles(quantiles, steps));
        }
    }

    private static SeriesForecastResult[] Run(
        double[][] histories, int horizon, int[] seasons, Effort effort = Effort.BySize)
    {
        var request = new SeriesForecastRequest(horizon, [.. seasons], ModelNames.Auto, Coverages) { Effort = effort };

        return
        [
            .. SeriesBatch.Run(histories, request, null, CancellationToken.None)
                .Select(forecast => forecast ?? throw new InvalidOperationException("A series without values has no forecast.")),
        ];
    }
}
