using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Simulation;
using Vireo.Telemetry.Cleaning;
using Vireo.Telemetry.Collecting;
using Vireo.Telemetry.Storage;

namespace Vireo.Benchmarks;

/// <summary>What Vireo itself spends on one action: a collection, two decisions, review, receipt, journal, sending, reading
/// back and audit, all of it on disk. The hypervisor is simulated and does it at once.</summary>
public static class ActionsBenchmark
{
    private const int Orders = 200;
    private const int WarmUp = 20;

    /// <summary>Runs it; a few seconds.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var scenario = DemoScenario.Create(new DemoOptions { Hosts = 4, Machines = 12, HostErrorsAt = null, NoisyMachineAt = null });
        var time = new VirtualTimeline(scenario.Start);
        double seconds = 0;
        time.Run(
            async cancel => seconds = await RunAsync(scenario, time, Path.Combine(context.WorkFolder, "actions.db"), cancel),
            CancellationToken.None);

        yield return new(
            $"actions: one of {Orders} ordered actions, decision and records on disk, processor time", seconds * 1_000 / Orders, "ms", Target: null,
            HigherIsBetter: false);
    }

    private static async Task<double> RunAsync(Scenario scenario, VirtualTimeline time, string path, CancellationToken cancellationToken)
    {
        var hypervisor = new SimulatedHypervisor(scenario, time);
        await using var store = new InMemoryTelemetryStore();
        using var state = StateStore.Open(path);
        var collector = new TelemetryCollector(
            [hypervisor], CleaningPipeline.CreateDefault(), store, CollectorOptions.Default, time, new Random(1), static _ => { });
        var policy = new Policy
        {
            Name = "bench",
            DefaultMode = OperatingMode.Autopilot,
            MaxActionsPerHour = int.MaxValue,
            Consolidate = false,
            ManageHostPower = false,
        };
        await using var loop = new ClusterLoop(
            new ClusterLoopOptions { Cluster = scenario.Hosts[0].Cluster }, policy,
            [new ConnectedProvider(hypervisor, hypervisor)], store, state, new FleetForecaster(new ForecastOptions()), time, NullLogger<ClusterLoop>.Instance);
        var start = TimeSpan.Zero;
        var machines = scenario.Machines.Where(machine => machine.State == PowerState.On && machine.Group is null).ToList();
        for (int i = 0; i < WarmUp + Orders; i++)
        {
            start = i == WarmUp ? Spent() : start;
            await Task.Delay(scenario.SampleInterval, time, cancellationToken);
            await collector.CollectOnceAsync(cancellationToken);
            await loop.DecideAsync(cancellationToken);
            var machine = machines[i / 2 % machines.Count].Id;
            await loop.OrderAsync(
                i % 2 == 0 ? new SuspendVirtualMachine(machine) : new ResumeVirtualMachine(machine), first: null, "bench", cancellationToken);
            await loop.DecideAsync(cancellationToken);
            while (loop.State.Orders is not [{ HasEnded: true }, ..])
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
            }

            if (loop.State.Orders[0].Status != OrderStatus.Done)
            {
                throw new InvalidOperationException($"Order {i} ended as {loop.State.Orders[0].Status}: {loop.State.Orders[0].Detail}");
            }
        }

        return (Spent() - start).TotalSeconds;
    }

    private static TimeSpan Spent()
    {
        using var process = Process.GetCurrentProcess();

        return process.TotalProcessorTime;
    }
}
