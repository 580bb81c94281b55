using Vireo.Benchmarks.VmCloud;
using Vireo.Forecasting.Boosting;

namespace Vireo.Benchmarks;

/// <summary>Boosted trees on real machines: accuracy of the next hour and the next day, and the cost for a large
/// fleet.</summary>
public static class BoostingBenchmark
{
    private static readonly string[] Peers = ["naive2", "ses", "stlf_ets", "g_gbm", "g_lstm"];

    /// <summary>Runs all; about two minutes of CPU.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        if (context.SharedData is not { } shared)
        {
            yield break;
        }

        IReadOnlyList<VmTask> hour = VmTaskSet.NextHour(shared);
        List<VmScore> next = Compare(shared, "vm5", hour, new());
        foreach (BenchmarkResult result in Gates("next hour", next, relative: 0.92, error: 0.713, pinball: 0.34))
        {
            yield return result;
        }

        yield return new(
            "boosting: next hour, worst source, error over SES's",
            WorstAgainstSes(shared, hour, next),
            "ratio",
            1.02,
            false);
        var day = new BoostingOptions { Horizon = 24, Season = 24 };
        List<VmScore> tomorrow = Compare(shared, "vmh", VmTaskSet.NextDay(shared), day);
        foreach (BenchmarkResult result in Gates("next day", tomorrow, relative: 0.84, error: 0.64, pinball: 0.34))
        {
            yield return result;
        }

        foreach (BenchmarkResult result in FleetOfTrees.Run(context.Time, hour))
        {
            yield return result;
        }
    }

    private static List<VmScore> Compare(
        string shared, string set, IReadOnlyList<VmTask> tasks, BoostingOptions options)
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

        List<VmScore> scores = VmReplay.Run(tasks, histories => Learn(histories, options));
        VmTable.Row("vireo gbm", scores);

        return scores;
    }

    private static Func<VmTask, double[]> Learn(IReadOnlyList<double[]> histories, BoostingOptions options)
    {
        BoostedQuantiles model = BoostedQuantiles.Train(histories, options, null, CancellationToken.None);

        return task =>
        {
            double[] quantiles = new double[VmForecast.Levels.Length * task.Horizon];
            model.Forecast(task.History, task.Horizon, VmForecast.Levels, quantiles);

            return quantiles;
        };
    }

    private static IEnumerable<BenchmarkResult> Gates(
        string what, List<VmScore> scores, double relative, double error, double pinball)
    {
        VmSummary summary = VmSummary.Of(scores);
        yield return new($"boosting: {what}, error over naive's", summary.Relative, "ratio", relative, false);
        yield return new($"boosting: {what}, median MASE", summary.MedianScaledError, "", error, false);
        yield return new(
            $"boosting: {what}, median scaled pinball loss", summary.MedianScaledPinball, "", pinball, false);
        yield return new(
            $"boosting: {what}, coverage of 80 %, off by", OffBy(summary.Coverage80, 0.8), "points", 2, false);
        yield return new(
            $"boosting: {what}, coverage of 95 %, off by", OffBy(summary.Coverage95, 0.95), "points", 1, false);
    }

    private static double OffBy(double coverage, double nominal) => 100 * Math.Abs(coverage - nominal);

    private static double WorstAgainstSes(string shared, IReadOnlyList<VmTask> tasks, List<VmScore> scores)
    {
        Dictionary<string, VmForecast> forecasts = PeerForecasts.Read(shared, "vm5", "ses");
        if (forecasts.Count == 0)
        {
            return double.NaN;
        }

        ILookup<string, VmScore> ses = tasks
            .Select(task => VmScore.Of(task, forecasts[task.Id]))
            .ToLookup(score => score.Task.Source);

        return scores.GroupBy(score => score.Task.Source)
            .Max(own => VmSummary.Of([.. own]).Relative / VmSummary.Of([.. ses[own.Key]]).Relative);
    }
}
