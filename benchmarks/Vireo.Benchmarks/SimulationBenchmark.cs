using Vireo.Simulation;

namespace Vireo.Benchmarks;

/// <summary>A day of the field's standard test through the whole loop, and what the simulation itself costs of
/// it.</summary>
public static class SimulationBenchmark
{
    private const string Day = "data/vmtraces/planetlab/planetlab-20110303.csv.gz";
    private const int TimerFirings = 2_000_000;

    /// <summary>Runs all; about a minute on two cores. Without the shared traces only the clock is measured.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        yield return new(
            "simulation: timers of the virtual clock", TimersASecond(context), "timers/s", 1_000_000, HigherIsBetter: true);
        string traces = Path.Combine(context.SharedData ?? "", Day);
        if (!File.Exists(traces))
        {
            yield break;
        }

        yield return new(
            "simulation: physics of 800 hosts and 1,052 VMs, one day", PhysicsSeconds(context, traces), "s", 2,
            HigherIsBetter: false);
        foreach (string policy in PolicyPresets.Own)
        {
            var result = SimulationRunner.Run(Options(traces, policy), progress: null);
            yield return new(
                $"simulation: planetlab day, 800 hosts, policy {policy}", result.WallSeconds, "s", 20, HigherIsBetter: false);
            yield return new(
                $"simulation: energy of that day, policy {policy}", result.EnergyKwh, "kWh", null, HigherIsBetter: false);
        }
    }

    private static SimulationOptions Options(string traces, string policy) => new()
    {
        ScenarioName = ScenarioCatalog.PlanetLab,
        TracesPath = traces,
        Policy = PolicyPresets.Find(policy, ScenarioCatalog.PlanetLab)
            ?? throw new InvalidOperationException($"There is no policy '{policy}'."),
    };

    private static double TimersASecond(BenchmarkContext context)
    {
        var time = new VirtualTimeline(DateTimeOffset.UnixEpoch);
        long start = context.Time.GetTimestamp();
        time.Run(
            async _ =>
            {
                int fired = 0;
                var done = new TaskCompletionSource();
                using var timer = time.CreateTimer(
                    _ =>
                    {
                        if (++fired == TimerFirings)
                        {
                            done.SetResult();
                        }
                    },
                    null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
                await done.Task;
            },
            CancellationToken.None);

        return TimerFirings / context.Time.GetElapsedTime(start).TotalSeconds;
    }

    private static double PhysicsSeconds(BenchmarkContext context, string traces)
    {
        long start = context.Time.GetTimestamp();
        var scenario = PlanetLabScenario.Create(
            TraceReader.Read(traces), PlanetLabScenario.ReferenceHosts, repeats: false);
        var time = new VirtualTimeline(scenario.Start);
        var fleet = new SimulatedHypervisor(scenario, time);
        time.Run(async token => await Task.Delay(TimeSpan.FromDays(1), time, token), CancellationToken.None);
        fleet.ReadMetrics();

        return context.Time.GetElapsedTime(start).TotalSeconds;
    }
}
