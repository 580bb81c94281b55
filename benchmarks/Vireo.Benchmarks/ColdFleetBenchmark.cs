using System.Diagnostics;
using Vireo.Fleet;
using Vireo.Forecasting;

namespace Vireo.Benchmarks;

/// <summary>A large fleet from cold: 18 hours of history are taught at once, every series gets a model of its own
/// choice, and the next hour of each is forecast with its intervals.</summary>
public static class ColdFleetBenchmark
{
    private const int Machines = 10_000;
    private const int History = 216;
    private const int Steps = 12;

    private static readonly Metric[] Metrics =
        [Metric.CpuUsage, Metric.MemoryUsage, Metric.NetworkReceived, Metric.NetworkSent];

    /// <summary>Runs it; about a minute on two cores.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        int machines = context.IsQuick ? Machines / 10 : Machines;
        double share = machines / (double)Machines;
        var fleet = new SyntheticLoad(machines, Metrics);
        FleetSeries window = fleet.Window(History, History);
        var options = new ForecastOptions { Metrics = [.. Metrics], SelectionBudget = int.MaxValue };
        var forecaster = new FleetForecaster(options);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        int forecasts = 0;
        (double wall, double cpu) = Measure.Median(context.Time, 1, _ =>
        {
            forecaster.Observe(window, CancellationToken.None);
            forecasts = window.Series.Keys.Count(key => forecaster.Forecast(key, Steps) is not null);
        });
        double held = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)(1 << 30);
        int chosen = forecaster.Report().Count(report => !report.Trials.IsEmpty);
        Console.Error.WriteLine($"  {forecasts} forecasts, {chosen} choices, {forecaster.Choices.Waiting} waiting");
        using var process = Process.GetCurrentProcess();

        // The CPU of all cores: the wall time of two quiet ones is half of it, of a busy machine anything.
        yield return new(
            $"fleet from cold: {machines:#,0} VMs x 4 metrics, next hour with intervals", cpu, "s CPU",
            90 * share, HigherIsBetter: false)
        {
            Ambition = 25 * share,
        };
        yield return new("fleet from cold: the same, wall", wall, "s", null, HigherIsBetter: false);
        yield return new("fleet from cold: memory held by the models", held, "GiB", null, HigherIsBetter: false);
        yield return new(
            "fleet from cold: peak memory of the process", process.PeakWorkingSet64 / (double)(1 << 30), "GiB", null,
            HigherIsBetter: false);
    }
}
