using Vireo.Benchmarks.VmCloud;
using Vireo.Forecasting;

namespace Vireo.Benchmarks;

/// <summary>What <c>vireo forecast --model auto</c> is worth on real machines: next hour and next day.</summary>
public static class AutoBenchmark
{
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

        string[] models = (Environment.GetEnvironmentVariable("VIREO_BENCH_MODELS") ?? ModelNames.Auto).Split(',');
        List<VmScore> scores = [];
        foreach (string model in models)
        {
            scores = [.. tasks.GroupBy(task => task.Rank).SelectMany(wave => Forecast([.. wave], seasons, model))];
            VmTable.Row(model, scores);
        }

        return VmSummary.Of(scores);
    }

    private static IEnumerable<VmScore> Forecast(VmTask[] wave, int[] seasons, string model)
    {
        int steps = wave[0].Horizon;
        var request = new SeriesForecastRequest(steps, [.. seasons], model, [0.8, 0.95]);
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
