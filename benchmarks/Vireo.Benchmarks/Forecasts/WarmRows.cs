using Vireo.Benchmarks.VmCloud;
using Vireo.Forecasting;
using Vireo.Forecasting.Intervals;
using Vireo.Forecasting.Selection;

namespace Vireo.Benchmarks.Forecasts;

/// <summary>What a fitted series costs: an update with its intervals, and memory.</summary>
internal static class WarmRows
{
    private const int Day = 288;
    private const int Steps = 12;
    private const int Updates = 500_000;
    private const int Copies = 200;
    private const int Repetitions = 5;

    // What the loop chooses among, and the others that can be kept warm at a period of one.
    private static readonly string[] Loop =
        [ModelNames.SimpleSmoothing, ModelNames.Level, ModelNames.Linear, ModelNames.HoltWinters];

    private static readonly string[] Plain =
    [
        ModelNames.SimpleSmoothing, ModelNames.Level, ModelNames.DampedTrend, ModelNames.Theta, ModelNames.Ets,
        ModelNames.Arima, ModelNames.Linear,
    ];

    private static readonly string[] Daily =
        [ModelNames.SeasonalNaive, ModelNames.HoltWinters, ModelNames.Linear, ModelNames.StlEts, ModelNames.MultiSeasonal];

    /// <summary>An update with intervals of each model that the loop keeps.</summary>
    public static IEnumerable<BenchmarkResult> Update(IReadOnlyList<VmTask> tasks)
    {
        double[] history = [.. tasks.Where(task => task.History.Length == Day).Take(5).SelectMany(task => task.History)];
        foreach (string name in Loop)
        {
            var model = new CalibratedModel(ModelCatalog.CreatePath(name, [Day, 7 * Day]), new HorizonKnots(Steps));
            model.Model.Fit(history);
            model.Intervals.Prime(history);
            model.Start();
            Step(model, history, Updates / 2);
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            Step(model, history, Updates);
            double microseconds = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Updates;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            yield return new($"update of a fitted {name} with intervals, 12 steps", microseconds, "µs CPU", 2, false)
            {
                Ambition = 0.5,
                Peer = $"none has it; {allocated / Updates} B allocated",
            };
        }
    }

    /// <summary>Memory of fitted models, the largest of each kind.</summary>
    public static IEnumerable<BenchmarkResult> State(IReadOnlyList<VmTask> tasks)
    {
        double[] window = tasks.First(task => task.History.Length == Day).History;
        double[] days = [.. Enumerable.Range(0, 8).SelectMany(_ => window)];
        yield return Largest("state of a fitted model, period 1", Plain, [], window, 2_048) with { Ambition = 512 };
        yield return Largest("state of a fitted model, period 288", Daily, [Day], days, 3_072) with
        {
            Ambition = 3_072,
        };
        double both = Bytes(ModelNames.MultiSeasonal, [Day, 7 * Day], [.. days, .. days]);
        yield return new("state of day and week together (dshw, 288 and 2,016)", both, "B", null, false)
        {
            Ambition = 3_072,
        };
        var knots = new HorizonKnots(Steps);
        double intervals = BytesOf(() => Calibrated(knots, window));
        yield return new("state of the intervals of one series, 12 steps", intervals, "B", null, false);
    }

    private static BenchmarkResult Largest(string what, string[] names, int[] seasons, double[] history, double gate)
    {
        (string Name, double Bytes)[] each = [.. names
            .Select(name => (Name: name, Bytes: Bytes(name, seasons, history)))
            .OrderByDescending(one => one.Bytes)];

        return new(what, each[0].Bytes, "B", gate, false)
        {
            Peer = string.Join(", ", each.Select(one => $"{one.Name} {MarkdownTable.Number(one.Bytes)}")),
        };
    }

    private static double Bytes(string name, int[] seasons, double[] history) => BytesOf(() =>
    {
        IPathModel model = ModelCatalog.CreatePath(name, seasons);
        model.Fit(history);

        return model;
    });

    private static CalibratedModel Calibrated(HorizonKnots knots, double[] history)
    {
        var model = new CalibratedModel(ModelCatalog.CreatePath(ModelNames.Naive, []), knots);
        model.Start();
        Step(model, history, history.Length);

        return model;
    }

    // The median: what others left behind may be collected in between.
    private static double BytesOf(Func<object> make)
    {
        double[] bytes = [.. Enumerable.Range(0, Repetitions).Select(_ => BytesOnce(make)).Order()];

        return bytes[Repetitions / 2];
    }

    private static double BytesOnce(Func<object> make)
    {
        object[] copies = new object[Copies];
        make();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < copies.Length; i++)
        {
            copies[i] = make();
        }

        double bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Copies;
        GC.KeepAlive(copies);

        return bytes;
    }

    private static void Step(CalibratedModel model, double[] values, int count)
    {
        for (int i = 0; i < count; i++)
        {
            model.Step(values[i % values.Length]);
        }
    }
}
