using Vireo.Benchmarks.Forecasts;
using Vireo.Benchmarks.VmCloud;

namespace Vireo.Benchmarks;

/// <summary>Every promised figure of the forecasters in one run: what, ours, peers on the same series, gate and
/// ambition.</summary>
public static class ForecastBenchmark
{
    /// <summary>Runs all; about a quarter of an hour of CPU, two minutes when quick.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        foreach (BenchmarkResult result in GoldenRows.All())
        {
            yield return result;
        }

        if (context.SharedData is not { } shared)
        {
            Console.Error.WriteLine("forecast: no shared data (VIREO_SHARED): only what needs none was measured.");
            yield break;
        }

        IReadOnlyList<VmTask> hour = VmTaskSet.NextHour(shared);
        IEnumerable<BenchmarkResult>[] parts =
        [
            SpeedRows.Windows(context, shared),
            WarmRows.Update(hour),
            WarmRows.State(hour),
            SpeedRows.Hourly(context, shared),
            AccuracyRows.NextHour(context, shared),
            AccuracyRows.NextDay(context, shared),
            FleetRows.All(context, shared),
            AccuracyRows.Hourly(context),
        ];
        foreach (BenchmarkResult result in parts.SelectMany(part => part))
        {
            yield return result;
        }
    }
}
