using Vireo.Benchmarks.VmCloud;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Forecasting.Evaluation;
using Vireo.Simulation;
using TraceSeries = Vireo.Benchmarks.VmCloud.TraceSeries;

namespace Vireo.Benchmarks;

/// <summary>What the loop's intervals catch on the demonstration fleet, CPU and memory apart: its memory follows the
/// hour in steps, with hours of ramps between them.</summary>
/// <remarks>One forecaster learns the whole fleet value by value from cold, as a server does. From the end of the
/// second day on, every step of the next hour is judged.</remarks>
public static class DemoCoverageBenchmark
{
    private const int Steps = 12;
    private const int Day = 288;
    private const int Days = 6;
    private const int FirstJudged = 2 * Day;
    private static readonly Metric[] Metrics = [Metric.CpuUsage, Metric.MemoryUsage];

    /// <summary>Runs it; about a minute on two cores.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        Scenario scenario = DemoScenario.Create(new DemoOptions { Machines = context.IsQuick ? 50 : 200 });
        TraceSeries[] all = [.. Metrics.SelectMany(metric => Read(scenario, metric))];
        var forecaster = new FleetForecaster(new ForecastOptions { Levels = [.. VmForecast.Levels] });
        CoverageTally[] tallies =
            [.. all.Select(one => new CoverageTally(one, Accuracy.Scale(one.Values.AsSpan(0, FirstJudged), 1)))];
        for (int end = 1; end <= (Days * Day) - Steps; end++)
        {
            forecaster.Observe(Window(all, end));
            if (end >= FirstJudged)
            {
                Parallel.For(0, all.Length, i => Judge(forecaster, all[i], tallies[i], end));
            }
        }

        foreach (Metric metric in Metrics)
        {
            CoverageTally[] own = [.. tallies.Where(one => one.Series.Unit == metric.ToString())];
            foreach (IGrouping<string, CoverageTally> kind in own.GroupBy(one => one.Series.Source))
            {
                Print($"{metric} {kind.Key}", [.. kind]);
            }

            Print($"{metric}", own);
            yield return Row(metric, "80 % intervals", own.Average(one => one.Coverage80), null);
            yield return Row(metric, "95 % intervals", own.Average(one => one.Coverage95), null);
            yield return Row(metric, "80 % intervals, worst tenth", WorstTenth(own, one => one.Coverage80), 72);
            yield return Row(metric, "95 % intervals, worst tenth", WorstTenth(own, one => one.Coverage95), 91);
        }
    }

    private static BenchmarkResult Row(Metric metric, string what, double share, double? gate) =>
        new($"demo, {metric}: {what}", 100 * share, "%", gate, true);

    private static IEnumerable<TraceSeries> Read(Scenario scenario, Metric metric)
    {
        var kind = metric == Metric.MemoryUsage ? WorkloadMetric.Memory : WorkloadMetric.Cpu;
        double[] ratios = new double[scenario.Machines.Length];
        double[][] values = [.. scenario.Machines.Select(_ => new double[Days * Day])];
        for (int sample = 0; sample < Days * Day; sample++)
        {
            scenario.Workload.Read(kind, sample, ratios);
            for (int i = 0; i < ratios.Length; i++)
            {
                VirtualMachine machine = scenario.Machines[i];
                double capacity = metric == Metric.MemoryUsage ? machine.Memory.Value : machine.CpuCapacity.Value;
                values[i][sample] = Math.Round(ratios[i] * capacity);
            }
        }

        return scenario.Machines.Select((machine, i) => new TraceSeries(
            $"{machine.Name[..machine.Name.IndexOf('-')]}/{machine.Id.Value}", metric.ToString(), values[i]));
    }

    private static SeriesKey KeyOf(TraceSeries one) => new(
        EntityId.Of(new VirtualMachineId(one.Id)), Metrics.First(metric => metric.ToString() == one.Unit));

    private static FleetSeries Window(TraceSeries[] all, int end) => new(
        ReplayedFleet.Start + (end * ReplayedFleet.Step), ReplayedFleet.Step,
        all.ToDictionary(KeyOf, one => new TimeSeries(
            KeyOf(one), ReplayedFleet.Start + ((end - 1) * ReplayedFleet.Step), ReplayedFleet.Step,
            one.Values.AsMemory(end - 1, 1), DataQuality.Perfect)));

    private static void Judge(FleetForecaster forecaster, TraceSeries one, CoverageTally tally, int origin)
    {
        DemandForecast forecast = forecaster.Forecast(KeyOf(one), Steps)
            ?? throw new InvalidOperationException($"{one.Id}: no forecast.");
        tally.Add(one.Values.AsSpan(origin, Steps), [.. forecast.Quantiles.Select(quantile => (double)quantile)]);
    }

    private static double WorstTenth(CoverageTally[] tallies, Func<CoverageTally, double> coverage) =>
        tallies.Select(coverage).Order().Take(Math.Max(1, tallies.Length / 10)).Average();

    private static void Print(string name, CoverageTally[] own) => Console.Error.WriteLine(
        $"{name,-28} {own.Length,4} {100 * own.Average(one => one.Coverage80),6:F1} {100 * own.Average(one => one.Coverage95),6:F1} " +
        $"{100 * WorstTenth(own, one => one.Coverage80),6:F1} {100 * WorstTenth(own, one => one.Coverage95),6:F1} " +
        $"{own.Average(one => one.Interval80),8:F3} {own.Average(one => one.Interval95),8:F3}");
}
