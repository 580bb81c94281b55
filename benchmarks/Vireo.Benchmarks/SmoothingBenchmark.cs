using Vireo.Benchmarks.VmCloud;
using Vireo.Forecasting;
using Vireo.Forecasting.Ets;
using Vireo.Forecasting.Selection;

namespace Vireo.Benchmarks;

/// <summary>Exponential smoothing, Theta and the seasonal models: CPU time on one thread, and accuracy on real
/// series.</summary>
public static class SmoothingBenchmark
{
    private const int WindowLength = 288;
    private const int PeerSeries = 4;
    private const int WarmUpMilliseconds = 1_000;
    private static readonly string[] WindowModels =
        ["ses", "holt", "damped", "theta", "croston", "tsb", "ets", "dshw", "median"];

    private static readonly string[] DayModels = ["ses", "snaive", "theta", "ets", "stl-ets", "dshw", "median"];

    private static readonly string[] HourlyModels =
        ["snaive", "theta", "ets", "stl-ets", "mstl", "mstl-linear", "linear", "dshw", "arima", "mstl-arima", "median"];

    /// <summary>Runs all; about a minute.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        IReadOnlyList<VmTask> tasks = context.SharedData is { } shared ? VmTaskSet.NextHour(shared) : [];
        foreach (string name in WindowModels)
        {
            foreach (BenchmarkResult result in Windows(tasks, name))
            {
                yield return result;
            }
        }

        if (context.SharedData is { } data)
        {
            foreach (BenchmarkResult result in Days(VmTaskSet.NextDay(data)))
            {
                yield return result;
            }
        }

        IReadOnlyList<M4Series> hourly = M4.Read(context.SharedData);
        if (hourly.Count == 0)
        {
            Console.Error.WriteLine("smoothing: no M4 Hourly in the shared data: accuracy is left out.");
            yield break;
        }

        foreach (BenchmarkResult result in Hourly(hourly))
        {
            yield return result;
        }

        foreach (BenchmarkResult result in Peer(context, hourly))
        {
            yield return result;
        }
    }

    private static IEnumerable<BenchmarkResult> Peer(BenchmarkContext context, IReadOnlyList<M4Series> hourly)
    {
        ArimaSeries[] sample = [.. hourly
            .Where((_, i) => i % (hourly.Count / PeerSeries) == 0)
            .Take(PeerSeries)
            .Select(one => new ArimaSeries(one.Id, M4.Season, one.History, one.Future))];
        double[] criteria = new double[sample.Length];
        double seconds = CpuSeconds(() =>
        {
            for (int i = 0; i < sample.Length; i++)
            {
                criteria[i] = EtsFitter.FitBest(sample[i].History, M4.Season)?.Aicc ?? double.NaN;
            }
        });
        double ours = 1e3 * seconds / sample.Length;
        yield return new($"smoothing: ets by AICc, {sample.Length} series of M4 Hourly", ours, "ms CPU", 150, false);
        double[][]? peer = PeerProgram.Run("Rscript", "ets.R", context.WorkFolder, sample, $"{M4.Horizon}");
        if (peer is null)
        {
            yield return new("smoothing: R ets is not installed, not compared", double.NaN, "", null, false);
            yield break;
        }

        yield return new("R ets: the same series", 1e3 * peer.Average(row => row[0]), "ms CPU", null, false);
        double difference = criteria.Zip(peer, (criterion, row) => criterion - row[1]).Average();
        yield return new("smoothing: AICc less R's, mean of the same", difference, "", 0, false);
    }

    private static IEnumerable<BenchmarkResult> Windows(IReadOnlyList<VmTask> tasks, string name)
    {
        double[][] windows = tasks.Count > 0
            ? [.. tasks.Where(task => task.History.Length == WindowLength).Select(task => task.History).Take(200)]
            : [.. Enumerable.Range(1, 200).Select(Wave)];
        IPathModel model = ModelCatalog.CreatePath(name, []);
        double seconds = CpuSeconds(() =>
        {
            foreach (double[] window in windows)
            {
                model.Fit(window);
            }
        });
        double? gate = name switch { "median" => null, "ets" or "dshw" => 2_000, _ => 200 };
        double each = 1e6 * seconds / windows.Length;
        yield return new($"smoothing: {name}, fit a window of 288", each, "us CPU", gate, false);

        const int Updates = 1_000_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        double updating = CpuSeconds(() =>
        {
            for (int i = 0; i < Updates; i++)
            {
                model.Update(windows[0][i % WindowLength]);
            }
        });
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        yield return new($"smoothing: {name}, update", 1e9 * updating / Updates, "ns CPU", 500, false);
        yield return new($"smoothing: {name}, allocated by an update", allocated / (double)Updates, "B", 0.01, false);
        if (tasks.Count > 0)
        {
            double error = Relative(tasks, model);
            yield return new($"smoothing: {name}, next hour of a VM, error / naive", error, "", null, false);
        }
    }

    private static IEnumerable<BenchmarkResult> Days(IReadOnlyList<VmTask> tasks)
    {
        foreach (string name in DayModels)
        {
            double error = Relative(tasks, ModelCatalog.CreatePath(name, [M4.Season]));
            double? gate = name == "median" ? 0.84 : null;
            yield return new($"smoothing: {name}, next day of a VM, error / naive", error, "", gate, false);
        }
    }

    private static IEnumerable<BenchmarkResult> Hourly(IReadOnlyList<M4Series> series)
    {
        foreach (string name in HourlyModels)
        {
            double[][] paths = [];
            double seconds = CpuSeconds(() => paths = [.. series.Select(one => Path(name, one.History))], warm: false);
            M4Score score = M4.Score(series, paths);
            double? gate = name switch { "ets" => 150, "stl-ets" => 5, _ => null };
            yield return new($"smoothing: {name}, M4 Hourly", 1e3 * seconds / series.Count, "ms CPU", gate, false);
            yield return new($"smoothing: {name}, M4 Hourly, sMAPE", score.Smape, "%", null, false);
            yield return new($"smoothing: {name}, M4 Hourly, MASE", score.Mase, "", name == "ets" ? 1.65 : null, false);
            double? owa = name == "median" ? 0.52 : null;
            yield return new($"smoothing: {name}, M4 Hourly, OWA", score.Owa, "", owa, false);
        }
    }

    private static double[] Path(string name, double[] history)
    {
        IPathModel model = ModelCatalog.CreatePath(name, [M4.Season, 7 * M4.Season]);
        double[] path = new double[M4.Horizon];
        model.Fit(history);
        model.Forecast(path);

        return path;
    }

    // Geometric mean over windows of the error against naive's; windows that naive forecasts exactly say nothing.
    private static double Relative(IReadOnlyList<VmTask> tasks, IPathModel model)
    {
        List<double> logarithms = [];
        double[] path = new double[tasks[0].Actual.Length];
        foreach (VmTask task in tasks)
        {
            model.Fit(task.History);
            model.Forecast(path);
            double error = task.Actual.Zip(path, (actual, next) => Math.Abs(actual - task.Clamp(next))).Average();
            double naive = task.Actual.Average(actual => Math.Abs(actual - task.History[^1]));
            if (naive > 0 && error > 0)
            {
                logarithms.Add(Math.Log(error / naive));
            }
        }

        return Math.Exp(logarithms.Average());
    }

    private static double CpuSeconds(Action work, bool warm = true)
    {
        long start = Environment.TickCount64;
        while (warm && Environment.TickCount64 - start < WarmUpMilliseconds)
        {
            work();
        }

        TimeSpan before = Environment.CpuUsage.TotalTime;
        work();

        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static double[] Wave(int seed)
    {
        var random = new Random(seed);

        return [.. Enumerable.Range(0, WindowLength)
            .Select(t => 40 + (20 * Math.Sin(t * Math.Tau / WindowLength)) + random.Next(10))];
    }
}
