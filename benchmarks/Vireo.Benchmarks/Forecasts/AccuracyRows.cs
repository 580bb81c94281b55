using Vireo.Benchmarks.VmCloud;
using Vireo.Forecasting;

namespace Vireo.Benchmarks.Forecasts;

/// <summary>What <c>auto</c> is worth on M4 Hourly and on machines, beside R's exponential smoothing on the same
/// windows.</summary>
internal static class AccuracyRows
{
    /// <summary>M4 Hourly.</summary>
    public static IEnumerable<BenchmarkResult> Hourly(BenchmarkContext context)
    {
        M4Series[] series = context.Part(M4.Read(context.SharedData), 8);
        (SeriesForecastResult[] forecasts, double seconds) = AutoForecasts.Hourly(series);
        M4Score score = M4.Score(series, [.. forecasts.Select(forecast => forecast.Mean)]);
        M4Score repeated = M4.Score(series, [.. series.Select(one => Repeated(one.History))]);
        string set = $"M4 Hourly, {series.Length} series, `auto` (thorough)";
        yield return new($"{set}: OWA", score.Owa, "", 0.52, false)
        {
            Ambition = 0.43,
            Peer = $"seasonal naive {MarkdownTable.Number(repeated.Owa)}; competition winner 0.440 (published)",
        };
        double of80 = 100 * AutoForecasts.Coverage(series, forecasts, 0);
        yield return new($"{set}: coverage of 80 %", of80, "%", null, true);
        double of95 = 100 * AutoForecasts.Coverage(series, forecasts, 1);
        yield return new($"{set}: coverage of 95 %", of95, "%", null, true);
        yield return new($"{set}: everything, a series", seconds, "s CPU", null, false) { Peer = "see R's auto.arima alone, above" };
    }

    /// <summary>The next hour of machines.</summary>
    public static IEnumerable<BenchmarkResult> NextHour(BenchmarkContext context, string shared)
    {
        VmTask[] tasks = Part(context, VmTaskSet.NextHour(shared));
        List<VmScore> ours = AutoForecasts.Machines(tasks, []);
        List<VmScore>? ses = Ses(context, tasks, season: 1);
        VmSummary summary = VmSummary.Of(ours);
        VmSummary? peer = ses is null ? null : VmSummary.Of(ses);
        string set = $"next hour of VMs, {tasks.Length} windows, `auto` (thorough)";
        yield return new($"{set}: error over naive's", summary.Relative, "", 0.92, false)
        {
            Ambition = 0.86,
            Peer = Said(peer, one => one.Relative) + "; boosting 0.90 (notes)",
        };
        yield return new($"{set}: median MASE", summary.MedianScaledError, "", null, false)
        {
            Ambition = 0.69,
            Peer = Said(peer, one => one.MedianScaledError) + "; boosting 0.713 (notes)",
        };
        yield return new($"{set}: scaled quantile loss", summary.MedianScaledPinball, "", 0.34, false)
        {
            Ambition = 0.30,
            Peer = Said(peer, one => one.MedianScaledPinball) + "; boosting 0.328 (notes)",
        };
        foreach (BenchmarkResult result in Held(set, summary, peer))
        {
            yield return result;
        }

        (string source, double ratio) = ses is null ? ("", double.NaN) : WorstAgainst(ours, ses);
        yield return new($"{set}: error over R ses's, worst source {source}", ratio, "", 1.02, false)
        {
            Peer = ses is null ? "R not installed" : "R ses 1",
        };
    }

    /// <summary>The next day of machines.</summary>
    public static IEnumerable<BenchmarkResult> NextDay(BenchmarkContext context, string shared)
    {
        VmTask[] tasks = Part(context, VmTaskSet.NextDay(shared));
        VmSummary summary = VmSummary.Of(AutoForecasts.Machines(tasks, [24]));
        VmSummary? peer = Ses(context, tasks, season: 24) is { } ses ? VmSummary.Of(ses) : null;
        VmSummary? seasonal = Recorded(shared, tasks);
        string set = $"next day of VMs, {tasks.Length} windows, `auto` (thorough)";
        yield return new($"{set}: error over naive's", summary.Relative, "", 0.84, false)
        {
            Ambition = 0.78,
            Peer = Said(peer, one => one.Relative) + Seasonal(seasonal, one => one.Relative),
        };
        yield return new($"{set}: median MASE", summary.MedianScaledError, "", 0.64, false)
        {
            Peer = Said(peer, one => one.MedianScaledError) + Seasonal(seasonal, one => one.MedianScaledError)
                + "; mean of three 0.628 (notes)",
        };
        yield return new($"{set}: scaled quantile loss", summary.MedianScaledPinball, "", null, false)
        {
            Peer = Said(peer, one => one.MedianScaledPinball) + Seasonal(seasonal, one => one.MedianScaledPinball),
        };
        foreach (BenchmarkResult result in Held(set, summary, peer))
        {
            yield return result;
        }
    }

    // Of intervals that a file's own horizons corrected once; those of the loop, which learn on, have their own rows.
    private static IEnumerable<BenchmarkResult> Held(string set, VmSummary ours, VmSummary? peer)
    {
        yield return new($"{set}: coverage of 80 %", 100 * ours.Coverage80, "%", null, true)
        {
            Peer = Said(peer, one => 100 * one.Coverage80),
        };
        yield return new($"{set}: coverage of 95 %", 100 * ours.Coverage95, "%", null, true)
        {
            Peer = Said(peer, one => 100 * one.Coverage95),
        };
    }

    private static VmTask[] Part(BenchmarkContext context, IReadOnlyList<VmTask> tasks)
    {
        string[] series = context.Part([.. tasks.Select(task => task.Series).Distinct()], 4);

        return [.. tasks.Where(task => series.Contains(task.Series))];
    }

    private static string Said(VmSummary? peer, Func<VmSummary, double> measure) =>
        peer is null ? "R not installed" : $"R ses {MarkdownTable.Number(measure(peer))}";

    private static string Seasonal(VmSummary? peer, Func<VmSummary, double> measure) =>
        peer is null ? "" : $", season taken out before {MarkdownTable.Number(measure(peer))} (recorded)";

    // R's ses has no season; the reference took it out of the series first and put it back.
    private static VmSummary? Recorded(string shared, VmTask[] tasks)
    {
        Dictionary<string, VmForecast> recorded = PeerForecasts.Read(shared, "vmh", ModelNames.SimpleSmoothing);
        VmTask[] known = [.. tasks.Where(task => recorded.ContainsKey(task.Id))];

        return known.Length == 0 ? null : VmSummary.Of([.. known.Select(task => VmScore.Of(task, recorded[task.Id]))]);
    }

    private static List<VmScore>? Ses(BenchmarkContext context, VmTask[] tasks, int season)
    {
        ArimaSeries[] series = [.. tasks.Select(task => new ArimaSeries(task.Id, season, task.History, task.Actual))];
        int steps = tasks[0].Horizon;

        // A row of R: seconds, the path, then the bounds from the lowest up.
        return Peers.RSimple(context, series, ModelNames.SimpleSmoothing) is not { } rows ? null
            : [.. tasks.Zip(rows, (task, row) =>
            {
                double[] Block(int number) => row[(1 + (number * steps))..(1 + ((number + 1) * steps))];
                double[] quantiles = [.. Block(1), .. Block(2), .. Block(0), .. Block(3), .. Block(4)];

                return VmScore.Of(task, VmForecast.OfQuantiles(quantiles, steps));
            })];
    }

    private static (string Source, double Ratio) WorstAgainst(List<VmScore> ours, List<VmScore> theirs)
    {
        ILookup<string, VmScore> others = theirs.ToLookup(score => score.Task.Source);

        return ours.GroupBy(score => score.Task.Source)
            .Select(own => (own.Key, Ratio: VmSummary.Of([.. own]).Relative / VmSummary.Of([.. others[own.Key]]).Relative))
            .MaxBy(one => one.Ratio);
    }

    private static double[] Repeated(double[] history) =>
        [.. Enumerable.Range(0, M4.Horizon).Select(h => history[history.Length - M4.Season + (h % M4.Season)])];
}
