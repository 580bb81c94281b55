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

/// <summary>The demonstration fleet for weeks, with nothing put into it: every incident that opens is one too
/// many.</summary>
/// <remarks>The whole loop runs on autopilot from a cold start. Counted are incidents of any severity that were not
/// folded under another, from the first cycle on, and those among them that people are told of. Where machines do wait
/// for a processor because their habits coincide, that counts as well: nobody broke anything.</remarks>
public static class QuietFleetBenchmark
{
    private const int Hosts = 8;
    private const int Machines = 100;
    private const int Days = 21;
    private const int QuickDays = 6;

    /// <summary>Runs it; some minutes of one core.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        int days = context.IsQuick ? QuickDays : Days;
        Scenario[] fleets = [Fleet(seed: 101), Fleet(seed: 102)];
        var seen = new Dictionary<string, Incident>[fleets.Length];
        Parallel.For(0, fleets.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, index =>
        {
            var own = seen[index] = new(StringComparer.Ordinal);
            var time = new VirtualTimeline(fleets[index].Start);
            time.Run(cancel => WatchAsync(fleets[index], time, days, own, cancel), CancellationToken.None);
        });
        Incident[] all = [.. seen.SelectMany(one => one.Values)];
        double thousands = fleets.Length * Machines * days / 1_000.0;
        foreach (Incident incident in all)
        {
            Console.Error.WriteLine($"{incident.OpenedAt:u} {incident.Severity} {incident.Title} {incident.Evidence}");
        }

        foreach (var kind in all.GroupBy(KindOf).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            yield return Row($"quiet fleet: {kind.Key}", kind.Count() / thousands, null);
        }

        int told = all.Count(incident => incident.Severity >= Severity.Warning);
        yield return Row("quiet fleet: incidents of any severity", all.Length / thousands, 1);
        yield return Row("quiet fleet: incidents that are told", told / thousands, 1);
    }

    private static BenchmarkResult Row(string name, double value, double? target) =>
        new(name, value, "in 1,000 VM-days", target, HigherIsBetter: false) { Ambition = target is null ? null : 0.2 };

    private static string KindOf(Incident incident) =>
        incident.Labels.TryGetValue("metric", out string? metric) ? $"{incident.Rule} {metric}" : incident.Rule;

    private static Scenario Fleet(long seed) => DemoScenario.Create(new DemoOptions
    {
        Hosts = Hosts,
        Machines = Machines,
        Seed = seed,
        HostErrorsAt = null,
        NoisyMachineAt = null,
    });

    private static async Task WatchAsync(
        Scenario scenario, VirtualTimeline time, int days, Dictionary<string, Incident> seen,
        CancellationToken cancellationToken)
    {
        var hypervisor = new SimulatedHypervisor(scenario, time);
        await using var store = new InMemoryTelemetryStore();
        using var state = StateStore.OpenInMemory();
        var collector = new TelemetryCollector(
            [hypervisor], CleaningPipeline.CreateDefault(), store, CollectorOptions.Default, time, new Random(1), static _ => { });
        var options = new ClusterLoopOptions
        {
            Cluster = scenario.Hosts[0].Cluster,
            Rules = DefaultRules.All,
            KeepReceiptInputs = false,
            KeepLedger = false,
        };
        var policy = new Policy { Name = "quiet", DefaultMode = OperatingMode.Autopilot };
        await using var loop = new ClusterLoop(
            options, policy, [new ConnectedProvider(hypervisor, hypervisor)], store, state,
            new FleetForecaster(new ForecastOptions()), time, NullLogger<ClusterLoop>.Instance);
        long cycles = (long)(TimeSpan.FromDays(days) / scenario.SampleInterval);
        for (long cycle = 1; cycle < cycles; cycle++)
        {
            DateTimeOffset next = scenario.Start + Scenario.StartOffset + (scenario.SampleInterval * cycle);
            await Task.Delay(next - time.GetUtcNow(), time, cancellationToken);
            await collector.CollectOnceAsync(cancellationToken);
            await loop.RunCycleAsync(cancellationToken);
            foreach (Incident incident in loop.State.Incidents.Where(one => one.Under is null))
            {
                seen[incident.Id] = incident;
            }
        }
    }
}
