using Vireo.Benchmarks.Detect;
using Vireo.Detection.Anomalies;

namespace Vireo.Benchmarks;

/// <summary>Anomaly detection on labelled public data, one configuration for all of it and no look ahead, and what it
/// costs. Left out of the table without the data.</summary>
public static class DetectBenchmark
{
    private const int CostSeries = 4_000;
    private const int CostRows = 400;
    private const int CostMetrics = 20;
    private static readonly TimeSpan CostStep = TimeSpan.FromSeconds(15);

    /// <summary>Runs it; about two minutes on two cores, most of it for scoring.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context) =>
        [.. Accuracy(context), .. Cost(context)];

    private static IEnumerable<BenchmarkResult> Accuracy(BenchmarkContext context)
    {
        string? data = context.SharedData is { } shared ? Path.Combine(shared, "data") : null;
        if (data is null || !Directory.Exists(Path.Combine(data, "nab")))
        {
            Console.Error.WriteLine("  no labelled data: set VIREO_SHARED to a folder that holds data/nab and data/servers");

            yield break;
        }

        NabFile[] files = [.. LabelledSets.Nab(data).AsParallel().AsOrdered().Select(
            series => new NabFile(series.Windows, [.. Alone(series).Select(anomaly => anomaly.Score)]))];
        NabResult nab = NabScore.Of(files);
        yield return new("detect: NAB, one threshold, no look ahead", nab.Score, "points", 70, HigherIsBetter: true);
        yield return new("detect: NAB at our own limit of 0.5", NabScore.Of(files, 0.5).Score, "points", null, HigherIsBetter: true);
        yield return new("detect: NAB windows found", nab.Found / (double)nab.Windows, "ratio", null, HigherIsBetter: true);
        yield return new("detect: NAB, every second file at the other half's threshold", Halves(files), "points", null, HigherIsBetter: true);
        foreach (BenchmarkResult result in Scores("cloudmon", LabelledSets.Cloud(data), Alone, 0.65, 0.55))
        {
            yield return result;
        }

        foreach (BenchmarkResult result in Scores("ASD", LabelledSets.Machines(data, "asd", TimeSpan.FromMinutes(5)), Together, 0.43, 0.62))
        {
            yield return result;
        }

        foreach (BenchmarkResult result in Scores("SMD", LabelledSets.Machines(data, "smd", TimeSpan.FromMinutes(1)), Together, 0.57, 0.79))
        {
            yield return result;
        }
    }

    private static double Halves(NabFile[] files)
    {
        NabFile[] even = [.. files.Where((_, i) => i % 2 == 0)];
        NabFile[] odd = [.. files.Where((_, i) => i % 2 == 1)];

        return (NabScore.Of(even, NabScore.Of(odd).Threshold).Score + NabScore.Of(odd, NabScore.Of(even).Threshold).Score) / 2;
    }

    private static IEnumerable<BenchmarkResult> Scores(
        string set, List<LabelledSeries> all, Func<LabelledSeries, Anomaly[]> detect, double volume, double events)
    {
        var scored = all.AsParallel().AsOrdered().Select(series => (
                Labels: series.Labels[series.Taught..], Found: detect(series)[series.Taught..]))
            .Where(series => series.Labels.Contains(true))
            .Select(series => (
                Volume: RangePrecisionRecall.Of(series.Labels, [.. series.Found.Select(anomaly => anomaly.Score)]),
                Events: EventScore.F1(series.Labels, (bool[])[.. series.Found.Select(anomaly => anomaly.IsAlert)])))
            .ToArray();
        yield return new($"detect: {set}, VUS-PR", scored.Average(item => item.Volume), "ratio", volume, HigherIsBetter: true);
        yield return new($"detect: {set}, event F1 of our own alerts", scored.Average(item => item.Events), "ratio", events, HigherIsBetter: true);
    }

    private static Anomaly[] Alone(LabelledSeries series)
    {
        var gaps = series.At.Zip(series.At.Skip(1), (a, b) => b - a).Where(gap => gap > TimeSpan.Zero).Take(1_000);
        TimeSpan step = gaps.GroupBy(gap => gap).MaxBy(group => group.Count())?.Key ?? TimeSpan.FromMinutes(5);
        var detector = new SeriesDetector(step, Math.Max(1, Math.Min(series.Taught, 750)), default);

        return [.. series.Values[0].Select((value, row) => detector.Next(series.At[row], value))];
    }

    private static Anomaly[] Together(LabelledSeries series)
    {
        var detector = new JointDetector(series.Values.Length, series.Taught);
        double[] row = new double[series.Values.Length];

        return [.. Enumerable.Range(0, series.At.Length).Select(at =>
        {
            for (int metric = 0; metric < row.Length; metric++)
            {
                row[metric] = series.Values[metric][at];
            }

            return detector.Next(row);
        })];
    }

    // 10,000 machines with 20 metrics every 15 s are 13,333 values a second.
    private static IEnumerable<BenchmarkResult> Cost(BenchmarkContext context)
    {
        const double ValuesInSecond = 10_000.0 * CostMetrics / 15;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        SeriesDetector[] detectors = [.. Enumerable.Range(0, CostSeries).Select(_ => new SeriesDetector(CostStep, 100, default))];
        double bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)CostSeries;
        var start = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
        (_, double cpu) = Measure.Median(context.Time, 3, repetition => Feed(detectors, start, repetition));
        double each = cpu / (CostSeries * (double)CostRows);
        yield return new("detect: one metric, CPU for a value", each * 1e6, "µs", 10, HigherIsBetter: false);
        yield return new("detect: 10,000 VMs x 20 metrics every 15 s, each metric", each * ValuesInSecond, "cores", 0.5, HigherIsBetter: false);
        yield return new("detect: one metric, memory", bytes, "B", 2_048, HigherIsBetter: false);

        before = GC.GetTotalMemory(forceFullCollection: true);
        JointDetector[] joint = [.. Enumerable.Range(0, CostSeries / CostMetrics).Select(_ => new JointDetector(CostMetrics, 100))];
        bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)CostSeries;
        (_, cpu) = Measure.Median(context.Time, 3, repetition => Feed(joint, repetition));
        yield return new("detect: 20 metrics together, CPU for a value", cpu / (CostSeries * (double)CostRows) * 1e6, "µs", 10, HigherIsBetter: false);
        yield return new("detect: 20 metrics together, memory for a metric", bytes, "B", 2_048, HigherIsBetter: false);
        GC.KeepAlive(detectors);
        GC.KeepAlive(joint);
    }

    private static void Feed(SeriesDetector[] detectors, DateTime start, int repetition)
    {
        var random = new Random(repetition);
        for (int row = 0; row < CostRows; row++)
        {
            DateTime at = start + (((repetition * CostRows) + row) * CostStep);
            foreach (SeriesDetector detector in detectors)
            {
                detector.Next(at, random.NextDouble());
            }
        }
    }

    private static void Feed(JointDetector[] detectors, int repetition)
    {
        var random = new Random(repetition);
        double[] values = new double[CostMetrics];
        for (int row = 0; row < CostRows; row++)
        {
            foreach (JointDetector detector in detectors)
            {
                for (int metric = 0; metric < CostMetrics; metric++)
                {
                    values[metric] = random.NextDouble();
                }

                detector.Next(values);
            }
        }
    }
}
