using Vireo.Forecasting.ServiceQuality;
using Vireo.Forecasting.Tests.ServiceQuality;

namespace Vireo.Benchmarks;

/// <summary>Response times that a model of a service foretells under conditions it was not shown: the fitted queueing
/// curve beside boosted trees, and the interval of the one that answers.</summary>
/// <remarks>Services are simulated request by request: no trace at hand has both load and response time. Each is
/// learned from 400 intervals and judged on 150 others, ten times with other chance.</remarks>
public static class ServiceQualityBenchmark
{
    private const int Learned = 400;
    private const int Judged = 150;
    private const double Busiest = 0.6;
    private const double ServiceSeconds = 0.05;
    private const double Coverage = 0.9;

    /// <summary>Runs it; about half a minute.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        int times = context.IsQuick ? 3 : 10;
        foreach ((string service, bool isExponential) in ((string, bool)[])[("varying", true), ("even", false)])
        {
            yield return Row($"{service} requests, conditions as known", times, seed => (
                QueueSimulation.Days(Learned, Busiest, isExponential, seed, 3, 4),
                QueueSimulation.Days(Judged, Busiest, isExponential, seed + 1_000, 3, 4)));
            yield return Row($"{service} requests, up to 30 % more load than ever", times, seed => (
                QueueSimulation.Days(Learned, Busiest, isExponential, seed, 3, 4),
                Between(Busiest, 1.3 * Busiest, isExponential, seed + 1_000, 3, 4)));
            yield return Row($"{service} requests, one vCPU less than ever", times, seed => (
                QueueSimulation.Days(Learned, Busiest, isExponential, seed, 3, 4),
                Between(0.2, Busiest, isExponential, seed + 1_000, 2)));
        }

        yield return Row("a share of errors that jumps at some load, conditions as known", times, seed => (
            Sudden(Learned, seed), Sudden(Judged, seed + 1_000)), QualityMeasure.ErrorRate);
    }

    private static BenchmarkResult Row(
        string what, int times, Func<int, (QualityObservation[] Seen, QualityObservation[] Later)> cases,
        QualityMeasure measure = QualityMeasure.ResponseTime)
    {
        double queue = 0;
        double trees = 0;
        double chosen = 0;
        double held = 0;
        int queues = 0;
        for (int seed = 1; seed <= times; seed++)
        {
            (QualityObservation[] seen, QualityObservation[] later) = cases(seed);
            QueueCurve curve = QueueCurve.Fit(seen, measure == QualityMeasure.ResponseTime);
            MonotoneTrees forest = MonotoneTrees.Fit(seen);
            QualityModel model = QualityModel.Fit(seen, measure);
            queue += Error(later, one => curve.At(one, 0.5)) / times;
            trees += Error(later, one => forest.At(one, 0.5)) / times;
            chosen += Error(later, one => model.Ask(one, Coverage).Expected) / times;
            held += later.Average(one => Holds(model.Ask(one.Conditions, Coverage), one.Value)) / times;
            queues += model.Curve == QualityModel.Queue ? 1 : 0;
        }

        return new($"service quality, {what}: error of what answers", 100 * chosen, "% of the mean", null, false)
        {
            Peer = $"queueing curve {MarkdownTable.Number(100 * queue)}, " +
                $"boosted trees {MarkdownTable.Number(100 * trees)}; the curve answered {queues} of {times}, " +
                $"90 % intervals held {MarkdownTable.Number(100 * held)} %",
        };
    }

    private static double Error(QualityObservation[] later, Func<ServiceConditions, double> expected) =>
        later.Average(one => Math.Abs(one.Value - expected(one.Conditions))) / later.Average(one => one.Value);

    private static double Holds(QualityAnswer answer, double value) =>
        value >= answer.Lower && value <= answer.Upper ? 1 : 0;

    private static QualityObservation[] Between(
        double idle, double busy, bool isExponential, int seed, params int[] sizes)
    {
        var random = new Random(seed);

        return
        [
            .. Enumerable.Range(0, Judged).Select(i =>
            {
                int servers = sizes[i % sizes.Length];
                double load = servers / ServiceSeconds * (idle + ((busy - idle) * random.NextDouble()));

                return QueueSimulation.Observe(new(load, 0.1 * random.NextDouble(), servers, 8), isExponential, random);
            }),
        ];
    }

    private static QualityObservation[] Sudden(int count, int seed)
    {
        var random = new Random(seed);

        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                double load = 100 * random.NextDouble();

                return new QualityObservation(new(load, 0, 2, 4), load < 50 ? 0 : 0.2 + (0.02 * random.NextDouble()));
            }),
        ];
    }
}
