using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Vireo.Control;
using Vireo.Detection;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Simulation;
using Vireo.Telemetry.Cleaning;
using Vireo.Telemetry.Collecting;
using Vireo.Telemetry.Storage;

namespace Vireo.Benchmarks;

/// <summary>The whole loop on a large fleet: what one cycle costs when every model is warm.</summary>
public static class LoopBenchmark
{
    private const int Hosts = 800;
    private const int Machines = 10_000;
    private const int HistoryDays = 7;
    private const int WarmUpCycles = 4;
    private const int MeasuredCycles = 5;

    /// <summary>Runs it; some minutes on two cores. Collecting, cleaning, watching, forecasting, deciding and reviewing
    /// count.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        var scenario = DemoScenario.Create(new DemoOptions
        {
            Hosts = Hosts,
            Machines = Machines,
            HostErrorsAt = null,
            NoisyMachineAt = null,
        });
        var cycles = new List<double>();
        var time = new VirtualTimeline(scenario.Start);
        time.Run(cancel => RunAsync(scenario, time, context.Time, cycles, cancel), CancellationToken.None);
        cycles.Sort();

        yield return new(
            $"loop: one warm cycle, {Machines:#,0} VMs on {Hosts} hosts, median", cycles[cycles.Count / 2], "s", 10,
            HigherIsBetter: false);
        yield return new("loop: slowest of these cycles", cycles[^1], "s", 10, HigherIsBetter: false);
        using var process = Process.GetCurrentProcess();
        yield return new(
            "loop: peak memory of the process", process.PeakWorkingSet64 / (double)(1 << 30), "GiB", 2, HigherIsBetter: false);
    }

    private static async Task RunAsync(
        Scenario scenario, VirtualTimeline time, TimeProvider real, List<double> cycles, CancellationToken cancellationToken)
    {
        var hypervisor = new SimulatedHypervisor(scenario, time);
        await using var store = new InMemoryTelemetryStore();
        using var state = StateStore.OpenInMemory();
        var collector = new TelemetryCollector(
            [hypervisor], CleaningPipeline.CreateDefault(), store, CollectorOptions.Default, time, new Random(1), static _ => { });
        var options = new ClusterLoopOptions { Cluster = scenario.Hosts[0].Cluster, Rules = DefaultRules.All };
        var policy = new Policy { Name = "bench", DefaultMode = OperatingMode.Autopilot, MaxActionsPerHour = int.MaxValue };
        var forecaster = new FleetForecaster(new ForecastOptions());
        Teach(forecaster, scenario, WorkloadMetric.Cpu);
        Teach(forecaster, scenario, WorkloadMetric.Memory);
        await using var loop = new ClusterLoop(
            options, policy, [new ConnectedProvider(hypervisor, hypervisor)], store, state, forecaster, time,
            NullLogger<ClusterLoop>.Instance);
        for (int cycle = 0; cycle < WarmUpCycles + MeasuredCycles; cycle++)
        {
            await Task.Delay(scenario.SampleInterval, time, cancellationToken);
            long start = real.GetTimestamp();
            await collector.CollectOnceAsync(cancellationToken);
            await loop.RunCycleAsync(cancellationToken);
            if (cycle >= WarmUpCycles)
            {
                cycles.Add(real.GetElapsedTime(start).TotalSeconds);
            }
        }
    }

    // A week of the fleet's own behaviour before the first cycle, so that seasonal models have something to be chosen
    // on.
    private static void Teach(FleetForecaster forecaster, Scenario scenario, WorkloadMetric metric)
    {
        var workload = scenario.Workload;
        int samples = (int)(TimeSpan.FromDays(HistoryDays) / workload.Step);
        double[][] history = [.. scenario.Machines.Select(_ => new double[samples])];
        double[] row = new double[workload.Rows];
        for (int sample = 0; sample < samples; sample++)
        {
            workload.Read(metric, sample, row);
            for (int machine = 0; machine < history.Length; machine++)
            {
                history[machine][sample] = row[machine] * Capacity(scenario.Machines[machine], metric);
            }
        }

        var end = new DateTimeOffset(scenario.Start.UtcTicks - (scenario.Start.UtcTicks % workload.Step.Ticks), TimeSpan.Zero);
        var series = new Dictionary<SeriesKey, TimeSeries>();
        for (int machine = 0; machine < history.Length; machine++)
        {
            var key = new SeriesKey(
                EntityId.Of(scenario.Machines[machine].Id),
                metric == WorkloadMetric.Cpu ? Metric.CpuDemand : Metric.MemoryUsage);
            series[key] = new TimeSeries(
                key, end - (workload.Step * samples), workload.Step, history[machine], DataQuality.Perfect);
        }

        forecaster.Observe(new FleetSeries(end, workload.Step, series));
    }

    private static double Capacity(VirtualMachine machine, WorkloadMetric metric) =>
        metric == WorkloadMetric.Cpu ? machine.CpuCapacity.Value : machine.Memory.Value;
}
