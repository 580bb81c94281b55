using System.Globalization;
using Vireo.Benchmarks.Failures;
using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Benchmarks;

/// <summary>Which hosts fail: how well the probability is calibrated, and how many are empty in time, on generated
/// histories.</summary>
/// <remarks>Fitted on the first 2,000 hosts; measured on 4,000 others.</remarks>
public static class FailuresBenchmark
{
    private const int TaughtHosts = 2_000;
    private const int FirstJudged = 1_000_000;
    private const int JudgedHosts = 4_000;
    private const double Bound = 0.5;
    private const int RowsToLeave = 30 / HostHistory.StepMinutes;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(HostHistory.StepMinutes);
    private static readonly TimeSpan Window = TimeSpan.FromHours(2);
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Runs it; half a minute.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        double[] fitted = Fit();
        Console.Error.WriteLine(
            $"fitted weights: {string.Join(", ", fitted.Select(weight => weight.ToString("0.000", CultureInfo.InvariantCulture)))}");
        yield return new(
            "failures: shipped weights, largest distance from fitted", fitted.Zip(HostFailureModel.Weights, (a, b) => Math.Abs(a - b)).Max(),
            "", 0.01, HigherIsBetter: false);

        HostHistory[] hosts = context.Part([.. Enumerable.Range(FirstJudged, JudgedHosts).Select(HostHistory.Make)], 8);
        FailureJudgement[][] judged = [.. hosts.Select(Judge)];
        foreach (var row in Calibration.Rows("failures", [.. judged.SelectMany(host => host)]))
        {
            yield return row;
        }

        int failed = hosts.Count(host => host.FailsAt is not null);
        var left = hosts.Zip(judged, (host, says) => (Host: host, At: says.FirstOrDefault(row => row.Probability >= Bound))).ToArray();
        int inTime = left.Count(one => one.Host.FailsAt is { } end && one.At is not null && end - one.At.Row >= RowsToLeave);
        int needless = left.Count(one => one.Host.FailsAt is null && one.At is not null);
        double days = hosts.Sum(host => host.Errors.Length) * Step.TotalDays;
        yield return new("failures: hosts left at least 30 minutes before they failed", inTime / (double)failed, "ratio", null, HigherIsBetter: true);
        yield return new("failures: hosts left that did not fail, in 1,000 host-days", 1_000 * needless / days, "hosts", null, HigherIsBetter: false);
    }

    private static double[] Fit()
    {
        List<double[]> rows = [];
        List<bool> outcomes = [];
        foreach (HostHistory host in Enumerable.Range(0, TaughtHosts).Select(HostHistory.Make))
        {
            foreach ((int row, FailureSigns signs) in SignsOf(host))
            {
                double[] inputs = new double[HostFailureModel.Inputs];
                HostFailureModel.InputsOf(signs, inputs);
                rows.Add(inputs);
                outcomes.Add(FailsSoon(host, row));
            }
        }

        return LogisticFit.Fit(rows, outcomes);
    }

    private static FailureJudgement[] Judge(HostHistory host) =>
    [
        .. SignsOf(host).Select(one =>
            new FailureJudgement(one.Row, HostFailureModel.Probability(one.Signs), FailsSoon(host, one.Row))),
    ];

    private static bool FailsSoon(HostHistory host, int row) =>
        host.FailsAt is { } end && (end - row) * Step <= HostFailureModel.Horizon;

    // As the watch sees it: a window of rates that ends with this row.
    private static IEnumerable<(int Row, FailureSigns Signs)> SignsOf(HostHistory host)
    {
        int window = (int)(Window / Step);
        double[] rates = [.. host.Errors.Select(errors => errors / Step.TotalSeconds)];
        var key = new SeriesKey(new(EntityKind.Host, "h"), Metric.ErrorCount);
        for (int end = window; end <= rates.Length; end++)
        {
            if (rates[end - 1] == 0 && rates[end - 2] == 0 && rates[end - 3] == 0 && rates[end - 4] == 0)
            {
                continue;
            }

            var series = new TimeSeries(
                key, Start + ((end - window) * Step), Step, rates.AsMemory(end - window, window), DataQuality.Perfect);
            if (HostErrorWatch.SignsIn(series) is { } signs)
            {
                yield return (end, signs);
            }
        }
    }
}
