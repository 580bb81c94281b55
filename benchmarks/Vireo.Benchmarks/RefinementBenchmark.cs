using Vireo.Benchmarks.VmCloud;
using Vireo.Fleet;
using Vireo.Forecasting;

namespace Vireo.Benchmarks;

/// <summary>What a server's fleet engine chooses for the next day of machines, before and after what a cycle leaves of
/// its budget went into thorough choices, and how long that takes a fleet.</summary>
/// <remarks>The windows of the next-day gate, hourly, those of one rank as one fleet. Then series of five minutes: what
/// a thorough choice costs there, by history.</remarks>
public static class RefinementBenchmark
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly ForecastOptions Unbounded =
        new() { SelectionBudget = int.MaxValue, RefinementBudget = int.MaxValue };
    private static readonly DateTimeOffset End = new(2026, 3, 30, 0, 0, 0, TimeSpan.Zero);

    /// <summary>About a minute.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        if (context.SharedData is not { } shared)
        {
            yield break;
        }

        VmTask[] tasks = context.Part(VmTaskSet.NextDay(shared), 4);
        List<VmScore>[] scores = [[], []];
        double cpu = 0;
        foreach (IGrouping<int, VmTask> wave in tasks.GroupBy(task => task.Rank))
        {
            VmTask[] fleet = [.. wave];
            var forecaster = new FleetForecaster(Unbounded with
            {
                Step = Hour,
                CalibratedSteps = fleet[0].Horizon,
                Levels = [.. VmForecast.Levels],
            });
            forecaster.Observe(Window(fleet, Hour));
            scores[0].AddRange(fleet.Select(task => ScoreOf(task, forecaster)));
            cpu += RefineAll(forecaster, Window(fleet, Hour));
            scores[1].AddRange(fleet.Select(task => ScoreOf(task, forecaster)));
        }

        string[] when = ["chosen quickly", "refined"];
        for (int i = 0; i < scores.Length; i++)
        {
            VmSummary summary = VmSummary.Of(scores[i]);
            string what = $"refinement: next day, {tasks.Length} windows in the loop, {when[i]}";
            yield return new($"{what}, error over naive's", summary.Relative, "ratio", i == 1 ? 0.84 : null, false);
            yield return new($"{what}, median MASE", summary.MedianScaledError, "", i == 1 ? 0.64 : null, false);
            yield return new($"{what}, scaled quantile loss", summary.MedianScaledPinball, "", null, false);
            yield return new($"{what}, coverage of 80 %", 100 * summary.Coverage80, "%", null, true);
            yield return new($"{what}, coverage of 95 %", 100 * summary.Coverage95, "%", null, true);
        }

        yield return new("refinement: hourly series a CPU second", tasks.Length / cpu, "series", null, true);
        foreach (BenchmarkResult result in Costs(context, shared))
        {
            yield return result;
        }
    }

    private static IEnumerable<BenchmarkResult> Costs(BenchmarkContext context, string shared)
    {
        TraceSeries[] all = [.. TraceSeries.Read(shared).Where(one => one.Source is "gcd" or "bitbrains")];
        foreach (int length in (int[])[288, 1_152, 2_304, 4_032])
        {
            VmTask[] fleet =
            [
                .. context.Part([.. all.Where(one => one.Values.Length >= length)], 4).Take(20)
                    .Select(one => new VmTask(one.Id, one.Id, 0, 288, 100, one.Values[^length..], [])),
            ];
            // Once before, so that what is compiled and pooled is not measured.
            var rehearsal = new FleetForecaster(Unbounded);
            rehearsal.Observe(Window(fleet, Step));
            RefineAll(rehearsal, Window(fleet, Step));
            var forecaster = new FleetForecaster(Unbounded);
            FleetSeries window = Window(fleet, Step);
            TimeSpan before = Environment.CpuUsage.TotalTime;
            forecaster.Observe(window);
            double quick = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            double counted = (double)forecaster.Choices.Work / fleet.Length;
            long held = GC.GetTotalMemory(forceFullCollection: true);
            double thorough = RefineAll(forecaster, window);
            double more = (GC.GetTotalMemory(forceFullCollection: true) - held) / (double)fleet.Length;
            string what = $"refinement: {fleet.Length} series of {length:N0} values of five minutes";
            yield return new($"{what}, a quick choice", 1_000 * quick / fleet.Length, "ms CPU", null, false);
            yield return new($"{what}, a quick choice as counted", counted / 1_000, "ms", null, false);
            double countedThorough = (double)forecaster.Choices.RefinementWork / fleet.Length;
            yield return new($"{what}, a thorough choice", 1_000 * thorough / fleet.Length, "ms CPU", null, false);
            yield return new($"{what}, a thorough choice as counted", countedThorough / 1_000, "ms", null, false);
            yield return new($"{what}, memory a refined series holds more", more, "B", null, false);
        }
    }

    // Until nothing is left to refine; all that are here are refined in one cycle where the budget allows.
    private static double RefineAll(FleetForecaster forecaster, FleetSeries window)
    {
        forecaster.Know(
            FleetSnapshot.Create(End, new ClusterId("replay"), [], [], [], []), new Policy { RefineModels = true });
        TimeSpan before = Environment.CpuUsage.TotalTime;
        do
        {
            forecaster.Observe(window);
        }
        while (forecaster.Choices.Unrefined > 0);

        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static VmScore ScoreOf(VmTask task, FleetForecaster forecaster)
    {
        DemandForecast forecast = forecaster.Forecast(KeyOf(task), task.Horizon)
            ?? throw new InvalidOperationException($"{task.Id} has no forecast.");

        return VmScore.Of(
            task, VmForecast.OfQuantiles([.. forecast.Quantiles.Select(value => task.Clamp(value))], task.Horizon));
    }

    private static FleetSeries Window(VmTask[] fleet, TimeSpan step) => new(
        End, step,
        fleet.ToDictionary(
            KeyOf,
            task => new TimeSeries(
                KeyOf(task), End - (task.History.Length * step), step, task.History, DataQuality.Perfect)));

    private static SeriesKey KeyOf(VmTask task) => new(EntityId.Of(new VirtualMachineId(task.Id)), Metric.CpuUsage);
}
