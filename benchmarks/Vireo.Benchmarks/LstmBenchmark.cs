using Vireo.Benchmarks.VmCloud;
using Vireo.Forecasting.Lstm;

namespace Vireo.Benchmarks;

/// <summary>The fleet's own LSTM: training, forecasts, accuracy on the next hour of machines never seen, and
/// PyTorch.</summary>
public static class LstmBenchmark
{
    private const int Batch = 128;

    // The notes' LSTM on the developers' windows, and SES's.
    private const double PeerRelative = 0.933;
    private const double PeerScaledError = 0.749;
    private const double PeerScaledPinball = 0.355;

    /// <summary>Trains twice, once for each half of the machines; some minutes.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        if (context.SharedData is not { } shared)
        {
            Console.Error.WriteLine("lstm: left out, the shared traces are not here (VIREO_SHARED).");
            yield break;
        }

        VmFleet fleet = VmFleet.Read(shared);
        IReadOnlyList<VmTask> tasks = VmTaskSet.NextHour(shared);
        var options = new LstmTrainingOptions { MaxThreads = 1 };
        LstmNetwork[] networks = new LstmNetwork[2];
        double[] cpu = new double[2];
        double batches = 0;
        for (int half = 0; half < networks.Length; half++)
        {
            IReadOnlyList<double[]> histories = fleet.Without(half);
            var rounds = new LastRound();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            networks[half] = LstmTrainer.Train(
                histories, options, checkpointFile: null, rounds, CancellationToken.None);
            cpu[half] = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            int windows = Math.Min(options.WindowsPerEpoch, histories.Count * options.WindowsPerSeries);
            batches += rounds.Epochs * windows / (double)Batch;
        }

        yield return new(
            "lstm: training on half of 297 series, CPU on one thread", cpu.Average(), "s", null, HigherIsBetter: false);
        yield return new(
            "lstm: training, CPU a batch of 128", 1_000 * cpu.Sum() / batches, "ms", null, HigherIsBetter: false);
        yield return new("lstm: parameters", networks[0].ParameterCount, "numbers", null, HigherIsBetter: false);
        foreach (BenchmarkResult result in Accuracy(networks, tasks).Concat(Peers(shared, tasks)))
        {
            yield return result;
        }

        IEnumerable<BenchmarkResult> speed = Speed(context, networks[0], tasks);
        foreach (BenchmarkResult result in speed.Concat(TorchPeer.Compare(context, networks[0], tasks)))
        {
            yield return result;
        }
    }

    private static IEnumerable<BenchmarkResult> Accuracy(LstmNetwork[] networks, IReadOnlyList<VmTask> tasks)
    {
        VmScore[] scores =
        [
            .. tasks.Select(task => VmScore.Of(task, Forecast(networks[VmFleet.HalfOf(task.Series)], task))),
        ];
        VmSummary summary = VmSummary.Of(scores);
        yield return new(
            "lstm: next hour, error over naive's", summary.Relative, "ratio", PeerRelative, HigherIsBetter: false);
        yield return new(
            "lstm: next hour, median MASE", summary.MedianScaledError, "MASE", PeerScaledError, HigherIsBetter: false);
        yield return new(
            "lstm: next hour, median scaled pinball",
            summary.MedianScaledPinball,
            "SPL",
            PeerScaledPinball,
            HigherIsBetter: false);
        yield return new(
            "lstm: next hour, inside the 80 % interval", 100 * summary.Coverage80, "%", null, HigherIsBetter: true);
        yield return new(
            "lstm: next hour, inside the 95 % interval", 100 * summary.Coverage95, "%", null, HigherIsBetter: true);
        foreach (IGrouping<string, VmScore> source in scores.GroupBy(score => score.Task.Source))
        {
            VmSummary own = VmSummary.Of([.. source]);
            yield return new(
                $"lstm: next hour, {source.Key}, median scaled pinball",
                own.MedianScaledPinball,
                "SPL",
                null,
                HigherIsBetter: false);
        }
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
