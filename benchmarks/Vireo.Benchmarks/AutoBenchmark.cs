using Vireo.Benchmarks.Forecasts;
using Vireo.Benchmarks.VmCloud;
using Vireo.Forecasting;
using Vireo.Forecasting.Selection;

namespace Vireo.Benchmarks;

/// <summary>What <c>vireo forecast --model auto</c> is worth on real machines: next hour and next day.</summary>
public static class AutoBenchmark
{
    private const int MixturesShown = 12;
    private const string Auto = "auto (thorough)";

    private static readonly string[] Peers = ["naive2", "ses", "stlf_ets", "g_gbm"];

    /// <summary>Runs both.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        if (context.SharedData is not { } shared)
        {
            yield break;
        }

        VmSummary hour = Compare(shared, "vm5", VmTaskSet.NextHour(shared), []);
        yield return new($"{Auto}: next hour, error over naive's", hour.Relative, "ratio", 0.92, false);
        yield return new($"{Auto}: next hour, median MASE", hour.MedianScaledError, "", null, false);
        yield return new($"{Auto}: next hour, median scaled pinball loss", hour.MedianScaledPinball, "", 0.34, false);
        yield return new($"{Auto}: next hour, coverage of 80 %", 100 * hour.Coverage80, "%", null, true);
        VmSummary day = Compare(shared, "vmh", VmTaskSet.NextDay(shared), [24]);
        yield return new($"{Auto}: next day, error over naive's", day.Relative, "ratio", 0.84, false);
        yield return new($"{Auto}: next day, median MASE", day.MedianScaledError, "", 0.64, false);
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

        (SeriesForecastResult[] all, double seconds) = AutoForecasts.Hourly(series);
        M4Score score = M4.Score(series, [.. all.Select(forecast => forecast.Mean)]);
        yield return new($"{Auto}: M4 Hourly, OWA", score.Owa, "", 0.52, false);
        yield return new($"{Auto}: M4 Hourly, MASE", score.Mase, "", null, false);
        yield return new($"{Auto}: M4 Hourly, sMAPE", score.Smape, "%", null, false);
        yield return new(
            $"{Auto}: M4 Hourly, coverage of 80 %", 100 * AutoForecasts.Coverage(series, all, 0), "%", null, true);
        yield return new(
            $"{Auto}: M4 Hourly, coverage of 95 %", 100 * AutoForecasts.Coverage(series, all, 1), "%", null, true);
        yield return new($"{Auto}: M4 Hourly, a series", seconds, "s CPU", null, false);
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

        foreach (Effort effort in (ReadOnlySpan<Effort>)[Effort.Loop, Effort.Quick])
        {
            VmTable.Row($"{ModelNames.Auto} {effort}", AutoForecasts.Machines(tasks, seasons, effort));
        }

        List<VmScore> scores = AutoForecasts.Machines(tasks, seasons);
        VmTable.Row($"{ModelNames.Auto} {Effort.Thorough}", scores);

        return VmSummary.Of(scores);
    }
}
