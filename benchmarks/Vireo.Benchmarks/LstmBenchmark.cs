using Vireo.Benchmarks.VmCloud;
using Vireo.Forecasting.Lstm;

namespace Vireo.Benchmarks;

/// <summary>The fleet's own LSTM: training, forecasts, accuracy on the next hour of machines never seen, and
/// PyTorch.</summary>
public static class LstmBenchmark
{
    private const int Batch = 128;
    private const int StepsAnHour = 12;

    // The notes' LSTM on the developers' windows: of the next hour, then of the next day.
    private static readonly double[] HourPeer = [0.933, 0.749, 0.355];
    private static readonly double[] DayPeer = [1.033, 0.837, 0.437];

    /// <summary>Trains twice for the next hour and twice for the next day, once for each half of the
    /// machines.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        if (context.SharedData is not { } shared)
        {
            Console.Error.WriteLine("lstm: left out, the shared traces are not here (VIREO_SHARED).");
            yield break;
        }

        VmFleet fleet = VmFleet.Read(shared);
        IReadOnlyList<VmTask> hours = VmTaskSet.NextHour(shared);
        List<BenchmarkResult> results = [];
        LstmNetwork[] networks = Train(fleet, new LstmShape(), average: 1, "hour", results);
        results.AddRange(Accuracy(networks, hours, "hour", HourPeer));
        results.AddRange(Peers(shared, hours));
        LstmNetwork[] daily = Train(fleet, LstmShape.For(season: 24, horizon: 24), StepsAnHour, "day", results);
        results.AddRange(Accuracy(daily, VmTaskSet.NextDay(shared), "day", DayPeer));
        results.AddRange(Speed(context, networks[0], hours));
        results.AddRange(TorchPeer.Compare(context, networks[0], hours));
        foreach (BenchmarkResult result in results)
        {
            yield return result;
        }
    }

    private static LstmNetwork[] Train(
        VmFleet fleet, LstmShape shape, int average, string what, List<BenchmarkResult> results)
    {
        var options = new LstmTrainingOptions { Shape = shape, MaxThreads = 1 };
        LstmNetwork[] networks = new LstmNetwork[2];
        double cpu = 0;
        double batches = 0;
        for (int half = 0; half < networks.Length; half++)
        {
            IReadOnlyList<double[]> histories = fleet.Without(half, average);
            var rounds = new LastRound();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            networks[half] = LstmTrainer.Train(
                histories, options, checkpoint: null, rounds, CancellationToken.None);
            cpu += (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            int windows = Math.Min(options.WindowsPerEpoch, histories.Count * options.WindowsPerSeries);
            batches += rounds.Epochs * windows / (double)Batch;
        }

        results.Add(new(
            $"lstm: training for the next {what} on half of 297 series, CPU", cpu / 2, "s", null, false));
        results.Add(new(
            $"lstm: training for the next {what}, CPU a batch of 128", 1_000 * cpu / batches, "ms", null, false));

        return networks;
    }

    private static IEnumerable<BenchmarkResult> Accuracy(
        LstmNetwork[] networks, IReadOnlyList<VmTask> tasks, string what, double[] peer)
    {
        VmScore[] scores =
        [
            .. tasks.Select(task => VmScore.Of(task, Forecast(networks[VmFleet.HalfOf(task.Series)], task))),
        ];
        var summary = VmSummary.Of(scores);
        (string Name, double Value, double? Target)[] figures =
        [
            ("error over naive's", summary.Relative, peer[0]),
            ("median MASE", summary.MedianScaledError, peer[1]),
            ("median scaled pinball", summary.MedianScaledPinball, peer[2]),
            ("share inside the 80 % interval", summary.Coverage80, null),
            ("share inside the 95 % interval", summary.Coverage95, null),
            .. scores.GroupBy(score => score.Task.Source).Select(source => (
                $"{source.Key}, median scaled pinball", VmSummary.Of([.. source]).MedianScaledPinball, (double?)null)),
        ];

        return figures.Select(figure => new BenchmarkResult(
            $"lstm: next {what}, {figure.Name}", figure.Value, "", figure.Target, HigherIsBetter: false));
    }

    // What others forecast on the same windows: boosted trees, a torch LSTM and exponential smoothing.
    private static IEnumerable<BenchmarkResult> Peers(string shared, IReadOnlyList<VmTask> tasks)
    {
        foreach (string peer in (string[])["g_lstm", "g_gbm", "ses"])
        {
            Dictionary<string, VmForecast> forecasts = PeerForecasts.Read(shared, "vm5", peer);
            VmScore[] scores =
            [
                .. tasks.Where(task => forecasts.ContainsKey(task.Id)).Select(
                    task => VmScore.Of(task, forecasts[task.Id])),
            ];
            if (scores.Length > 0)
            {
                VmSummary summary = VmSummary.Of(scores);
                yield return new(
                    $"lstm: peer {peer}, error over naive's", summary.Relative, "ratio", null, HigherIsBetter: false);
                yield return new(
                    $"lstm: peer {peer}, median scaled pinball",
                    summary.MedianScaledPinball,
                    "SPL",
                    null,
                    HigherIsBetter: false);
            }
        }
    }

    private static IEnumerable<BenchmarkResult> Speed(
        BenchmarkContext context, LstmNetwork network, IReadOnlyList<VmTask> tasks)
    {
        const int Repetitions = 9;
        var model = new LstmModel(network);
        model.Fit(tasks[0].History);
        double[] path = new double[network.Shape.Horizon];
        float[] samples = Encoded(network, tasks, Batch);
        float[] outputs = new float[Batch * network.Shape.Horizon * network.Shape.Levels.Length];
        (_, double single) = Measure.Median(context.Time, Repetitions, _ => Repeat(500, () => model.Forecast(path)));
        (_, double update) = Measure.Median(context.Time, Repetitions, _ => Repeat(1_000_000, () => model.Update(1)));
        (_, double batch) = Measure.Median(
            context.Time, Repetitions, _ => Repeat(50, () => network.Evaluate(samples, outputs)));

        yield return new("lstm: forecast of one series, CPU", 1e6 * single / 500, "µs", 200, HigherIsBetter: false);
        yield return new(
            "lstm: forecast in a batch of 128, CPU a series",
            1e6 * batch / (50 * Batch),
            "µs",
            null,
            HigherIsBetter: false);
        yield return new(
            "lstm: update of one series, CPU", 1e9 * update / 1_000_000, "ns", 2_000, HigherIsBetter: false);
    }

    internal static float[] Encoded(LstmNetwork network, IReadOnlyList<VmTask> tasks, int count)
    {
        float[] samples = new float[count * network.Shape.SampleLength];
        for (int row = 0; row < count; row++)
        {
            network.Encode(
                tasks[row * (tasks.Count / count)].History,
                samples.AsSpan(row * network.Shape.SampleLength, network.Shape.SampleLength));
        }

        return samples;
    }

    private static VmForecast Forecast(LstmNetwork network, VmTask task)
    {
        var model = new LstmModel(network);
        model.Fit(task.History);
        double[] quantiles = new double[VmForecast.Levels.Length * task.Horizon];
        model.Forecast(VmForecast.Levels, task.Horizon, quantiles);

        return VmForecast.OfQuantiles(quantiles, task.Horizon);
    }

    private static void Repeat(int times, Action work)
    {
        for (int i = 0; i < times; i++)
        {
            work();
        }
    }

    private sealed class LastRound : IProgress<LstmProgress>
    {
        public int Epochs { get; private set; }

        public void Report(LstmProgress value) => Epochs = value.Epoch;
    }
}
