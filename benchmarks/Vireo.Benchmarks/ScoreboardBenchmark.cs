using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;
using Vireo.Simulation;

namespace Vireo.Benchmarks;

/// <summary>Today's managers, the yardsticks and ours, each in the same loop on the same traces: one table.</summary>
/// <remarks>Every policy is given the same placement rules: each tenth pair of neighbouring machines is to be kept
/// apart.</remarks>
public static class ScoreboardBenchmark
{
    private const double Days = 2;
    private const int PairEvery = 20;
    private static readonly (string Scenario, string Traces)[] Fleets =
    [
        (ScenarioCatalog.PlanetLab, "data/vmtraces/planetlab/planetlab-20110303.csv.gz"),
        (ScenarioCatalog.Bitbrains, "data/vmtraces/bitbrains-rnd/2013-08"),
    ];

    /// <summary>Runs all policies; about half an hour on two cores. Nothing without the shared traces.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        foreach (var (scenario, traces) in Fleets)
        {
            string path = Path.Combine(context.SharedData ?? "", traces);
            if (!Path.Exists(path))
            {
                continue;
            }

            var results = new List<SimulationResult>();
            foreach (string policy in PolicyPresets.Names)
            {
                var result = SimulationRunner.Run(Options(scenario, path, policy), progress: null);
                results.Add(result);
                yield return new(
                    $"scoreboard: {scenario}, {policy}, energy", result.EnergyKwh, "kWh", null, HigherIsBetter: false);
                yield return new(
                    $"scoreboard: {scenario}, {policy}, contention", result.ContentionMinutes ?? 0, "machine minutes", null,
                    HigherIsBetter: false);
            }

            foreach (string line in Table(scenario, results))
            {
                Console.Error.WriteLine(line);
            }
        }
    }

    private static SimulationOptions Options(string scenario, string traces, string policy) => new()
    {
        ScenarioName = scenario,
        TracesPath = traces,
        Days = Days,
        Policy = Preset(scenario, policy) with
        {
            Rules = Pairs(ScenarioCatalog.Create(scenario, traces, hosts: null, machines: null, seed: 1, repeats: false)),
        },
    };

    private static Policy Preset(string scenario, string policy) => PolicyPresets.Find(policy, scenario)
        ?? throw new InvalidOperationException($"There is no policy '{policy}'.");

    private static ImmutableArray<AffinityRule> Pairs(Scenario scenario) =>
    [
        .. Enumerable.Range(0, scenario.Machines.Length / PairEvery).Select(pair => new AffinityRule(
            $"pair-{pair}", AffinityKind.KeepApart,
            [scenario.Machines[pair * PairEvery].Id, scenario.Machines[(pair * PairEvery) + 1].Id], [])),
    ];

    private static IEnumerable<string> Table(string scenario, List<SimulationResult> results)
    {
        yield return $"| `{scenario}` | kWh | hosts | contention, machine min | moves | regretted | rules broken, min | " +
            "no N+1, min | planning p50 / p99, ms |";
        yield return "| --- | --- | --- | --- | --- | --- | --- | --- | --- |";
        foreach (var one in results)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"| `{one.Policy}` | {one.EnergyKwh:0.0} | {one.MeanActiveHosts:0.0} | {one.ContentionMinutes:#,0} | " +
                $"{one.Migrations:#,0} | {one.RegrettedMigrations:#,0} | {one.RuleBreachMinutes:#,0} | {one.SpareBreachMinutes:#,0} | " +
                $"{one.DecisionMillisecondsMedian:0.0} / {one.DecisionMillisecondsP99:0.0} |");
        }
    }
}
