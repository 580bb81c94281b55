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
/// back and audit, all of it on disk; and what each further action of a decision adds, which is its records and its sending
/// alone. The hypervisor is simulated and does it at once.</summary>
public static class ActionsBenchmark
{
    private const int Rounds = 100;
    private const int Together = 11;
    private const int WarmUp = 20;

    /// <summary>Runs it; a few seconds.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        double one = Run(context, together: 1);
        double many = Run(context, Together);

        yield return new(
            "actions: one that was ordered, decision and records on disk, processor time", one * 1_000, "ms", Target: null,
            HigherIsBetter: false);
        yield return new(
            $"actions: each further one of {Together} in a decision, journal, sending, reading back and audit, processor time",
            (many - one) / (Together - 1) * 1_000, "ms", Target: 20, HigherIsBetter: false);
    }

    // Seconds of a round in which so many are ordered.
    private static double Run(BenchmarkContext context, int together)
    {
        var scenario = DemoScenario.Create(new DemoOptions { Hosts = 4, Machines = 24, HostErrorsAt = null, NoisyMachineAt = null });
        var time = new VirtualTimeline(scenario.Start);
        double seconds = 0;
        time.Run(
            async cancel => seconds = await RunAsync(
                scenario, time, Path.Combine(context.WorkFolder, $"actions-{together}.db"), together, cancel),
            CancellationToken.None);

        return seconds / Rounds;
    }

    private static async Task<double> RunAsync(
        Scenario scenario, VirtualTimeline time, string path, int together, CancellationToken cancellationToken)
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
        var machines = scenario.Machines.Where(machine => machine.State == PowerState.On && machine.Group is null).Take(together).ToList();
        if (machines.Count < together)
        {
            throw new InvalidOperationException($"{machines.Count} machines run, {together} are needed.");
        }

        for (int i = 0; i < WarmUp + Rounds; i++)
        {
            start = i == WarmUp ? Spent() : start;
            await Task.Delay(scenario.SampleInterval, time, cancellationToken);
            await collector.CollectOnceAsync(cancellationToken);
            await loop.DecideAsync(cancellationToken);
            foreach (var machine in machines)
            {
                await loop.OrderAsync(
                    i % 2 == 0 ? new SuspendVirtualMachine(machine.Id) : new ResumeVirtualMachine(machine.Id), first: null, "bench",
                    cancellationToken);
            }

            await loop.DecideAsync(cancellationToken);
            while (!loop.State.Orders.Take(together).All(order => order.HasEnded))
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
            }

            if (loop.State.Orders.Take(together).FirstOrDefault(order => order.Status != OrderStatus.Done) is { } bad)
            {
                throw new InvalidOperationException($"An order of round {i} ended as {bad.Status}: {bad.Detail}");
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
