using Vireo.Benchmarks.VmCloud;
using Vireo.Forecasting;

namespace Vireo.Benchmarks;

/// <summary>What <c>vireo forecast --model auto</c> is worth on real machines: next hour and next day.</summary>
public static class AutoBenchmark
{
    private const int MixturesShown = 12;

    private static readonly string[] Peers = ["naive2", "ses", "stlf_ets", "g_gbm"];

    /// <summary>Runs both.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        if (context.SharedData is not { } shared)
        {
            yield break;
        }

        VmSummary hour = Compare(shared, "vm5", VmTaskSet.NextHour(shared), []);
        yield return new("auto: next hour, error over naive's", hour.Relative, "ratio", 0.92, false);
        yield return new("auto: next hour, median MASE", hour.MedianScaledError, "", null, false);
        yield return new("auto: next hour, median scaled pinball loss", hour.MedianScaledPinball, "", 0.34, false);
        yield return new("auto: next hour, coverage of 80 %", 100 * hour.Coverage80, "%", null, true);
        VmSummary day = Compare(shared, "vmh", VmTaskSet.NextDay(shared), [24]);
        yield return new("auto: next day, error over naive's", day.Relative, "ratio", 0.84, false);
        yield return new("auto: next day, median MASE", day.MedianScaledError, "", 0.64, false);
        foreach (BenchmarkResult result in Hourly(M4.Read(shared)))
        {
            yield return result;
        }
    }

    private static IEnumerable<BenchmarkResult> Hourly(IReadOnlyList<M4Series> series)
    {
        if (series.Count == 0)
        {
            yield break;
        }

        var request = new SeriesForecastRequest(M4.Horizon, [24, 168], ModelNames.Auto, [0.8, 0.95]);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        SeriesForecastResult?[] forecasts = SeriesBatch.Run(
            [.. series.Select(one => one.History)], request, null, CancellationToken.None);
        double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        SeriesForecastResult[] all = [.. forecasts.OfType<SeriesForecastResult>()];
        M4Score score = M4.Score(series, [.. all.Select(forecast => forecast.Mean)]);
        yield return new("auto: M4 Hourly, OWA", score.Owa, "", 0.52, false);
        yield return new("auto: M4 Hourly, MASE", score.Mase, "", null, false);
        yield return new("auto: M4 Hourly, sMAPE", score.Smape, "%", null, false);
        for (int level = 0; level < request.Coverages.Length; level++)
        {
            double inside = all.Select((forecast, i) => series[i].Future
                .Where((y, h) => y >= forecast.Lower[level][h] && y <= forecast.Upper[level][h]).Count() / (double)M4.Horizon).Average();
            yield return new($"auto: M4 Hourly, coverage of {100 * request.Coverages[level]:0} %", 100 * inside, "%", null, true);
        }

        yield return new("auto: M4 Hourly, a series", seconds / series.Count, "s CPU", null, false);
        foreach (IGrouping<string, SeriesForecastResult> chosen in all
            .GroupBy(forecast => forecast.Model).OrderByDescending(group => group.Count()).Take(MixturesShown))
        {
            Console.Error.WriteLine($"  {chosen.Count(),4} {chosen.Key}");
        }
    }

    private static VmSummary Compare(string shared, string set, IReadOnlyList<VmTask> tasks, int[] seasons)
    {
        VmTable.Heading(set);
        foreach (string peer in Peers)
        {
            Dictionary<string, VmForecast> forecasts = PeerForecasts.Read(shared, set, peer);
            if (forecasts.Count > 0)
            {
                VmTable.Row(peer, [.. tasks.Select(task => VmScore.Of(task, forecasts[task.Id]))]);
            }
        }

        List<VmScore> scores = [.. tasks.GroupBy(task => task.Rank).SelectMany(wave => Forecast([.. wave], seasons))];
        VmTable.Row(ModelNames.Auto, scores);

        return VmSummary.Of(scores);
    }

    private static IEnumerable<VmScore> Forecast(VmTask[] wave, int[] seasons)
    {
        int steps = wave[0].Horizon;
        var request = new SeriesForecastRequest(steps, [.. seasons], ModelNames.Auto, [0.8, 0.95]);
        SeriesForecastResult?[] forecasts = SeriesBatch.Run(
            [.. wave.Select(task => task.History)], request, null, CancellationToken.None);
        for (int i = 0; i < wave.Length; i++)
        {
            SeriesForecastResult forecast = forecasts[i] ?? throw new InvalidOperationException($"{wave[i].Id}: no forecast.");
            double[] quantiles = [.. forecast.Lower[1], .. forecast.Lower[0], .. forecast.Mean, .. forecast.Upper[0], .. forecast.Upper[1]];
            yield return VmScore.Of(wave[i], VmForecast.OfQuantiles(quantiles, steps));
        }
    }
}
