using Vireo.Fleet;
using Vireo.Forecasting;

namespace Vireo.Benchmarks;

/// <summary>The forecaster as the loop uses it: a cold day of a trace, and a warm cycle of a large fleet.</summary>
public static class WarmBenchmark
{
    private const int DaySteps = 288;
    private static readonly TimeSpan Horizon = TimeSpan.FromHours(1);

    /// <summary>Runs both; about a minute on two cores.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        foreach (BenchmarkResult result in ColdDay(context, machines: 1_050))
        {
            yield return result;
        }

        foreach (BenchmarkResult result in WarmFleet(context, machines: 10_000))
        {
            yield return result;
        }
    }

    private static IEnumerable<BenchmarkResult> ColdDay(BenchmarkContext context, int machines)
    {
        var fleet = new SyntheticLoad(machines, [Metric.CpuUsage]);
        var forecaster = new FleetForecaster(new ForecastOptions());
        double worst = 0;
        TimeSpan processorBefore = Environment.CpuUsage.TotalTime;
        for (int cycle = 1; cycle <= DaySteps; cycle++)
        {
            FleetSeries window = fleet.Window(cycle, Math.Min(cycle, 12));
            long start = context.Time.GetTimestamp();
            forecaster.Observe(window);
            forecaster.Look(fleet.Snapshot, window, [], Horizon);
            worst = Math.Max(worst, context.Time.GetElapsedTime(start).TotalMilliseconds);
        }

        double processor = (Environment.CpuUsage.TotalTime - processorBefore).TotalSeconds;
        yield return new("warm: 1,050 VMs, cold day of 288 cycles, CPU", processor, "s", 5, HigherIsBetter: false);
        yield return new("warm: 1,050 VMs, worst cycle of that day", worst, "ms", null, HigherIsBetter: false);
    }

    private static IEnumerable<BenchmarkResult> WarmFleet(BenchmarkContext context, int machines)
    {
        const int Primed = 14 * DaySteps;
        var fleet = new SyntheticLoad(machines, [Metric.CpuUsage, Metric.MemoryUsage]);
        var forecaster = new FleetForecaster(new ForecastOptions());
        long memoryBefore = GC.GetTotalMemory(forceFullCollection: true);
        int part = machines / 20;
        for (int first = 0; first < machines; first += part)
        {
            forecaster.Observe(fleet.Window(Primed, Primed, first, part));
        }

        // Choices that the budget put off are made here, so that what follows is a warm cycle.
        int cycle = Primed;
        while (forecaster.Choices.Waiting > 0)
        {
            cycle++;
            forecaster.Observe(fleet.Window(cycle, 12));
        }

        List<double> times = [];
        for (int i = 0; i < 12; i++)
        {
            cycle++;
            FleetSeries window = fleet.Window(cycle, 12);
            long start = context.Time.GetTimestamp();
            forecaster.Observe(window);
            forecaster.Look(fleet.Snapshot, window, [], Horizon);
            times.Add(context.Time.GetElapsedTime(start).TotalSeconds);
        }

        times.Sort();
        double memory = (GC.GetTotalMemory(forceFullCollection: true) - memoryBefore) / (1024.0 * 1024 * 1024);
        GC.KeepAlive(forecaster);
        yield return new(
            "warm: 10,000 VMs x 2 metrics, warm cycle, median", times[times.Count / 2], "s", 2.5, HigherIsBetter: false);
        yield return new("warm: 10,000 VMs x 2 metrics, worst cycle", times[^1], "s", null, HigherIsBetter: false);
        yield return new("warm: 10,000 VMs x 2 metrics, memory", memory, "GiB", 1, HigherIsBetter: false);
    }
}
