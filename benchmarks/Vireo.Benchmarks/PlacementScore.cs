using Vireo.Simulation;

namespace Vireo.Benchmarks;

/// <summary>What a policy did in a scenario, the mean of the days.</summary>
/// <param name="Scenario">Of the reference model.</param>
/// <param name="Policy">As in <c>--policy</c>.</param>
/// <param name="Days">One result a day.</param>
internal sealed record PlacementScore(string Scenario, string Policy, IReadOnlyList<SimulationResult> Days)
{
    /// <summary>Runs a policy on every day.</summary>
    public static PlacementScore Run(BenchmarkContext context, string scenario, string policy, IEnumerable<string> traces) => new(
        scenario, policy,
        [
            .. traces.Select(path => ReferenceSimulation.Run(
                new ReferenceSimulationOptions { ScenarioName = scenario, TracesPath = path, PolicyName = policy },
                context.Time, progress: null, CancellationToken.None)),
        ]);

    /// <summary>The figures, with targets for ours.</summary>
    /// <param name="targets">Null for a peer.</param>
    public IEnumerable<BenchmarkResult> Results(PlacementTargets? targets)
    {
        yield return Row("energy", Mean(day => day.EnergyKwh), "kWh", null);
        yield return Row("energy over the limit", Mean(day => day.EnergyToLimit ?? 0), "x", targets?.EnergyToLimit);
        yield return Row("migrations a machine", Mean(day => day.MigrationsPerVm ?? 0), "", targets?.MigrationsPerVm);
        yield return Row("SLATAH", 100 * Mean(day => day.Slatah), "%", targets?.SlatahPercent);
        yield return Row("ESV", 1000 * Mean(day => day.Esv), "1e-3", targets?.EsvThousandths);
        yield return Row("demand not served", 100 * Mean(day => day.UnservedRatio), "%", targets?.UnservedPercent);
        yield return Row("hosts at work", Mean(day => day.MeanActiveHosts), "hosts", null);
        yield return Row("host shutdowns", Mean(day => day.HostShutdowns), "", null);
        yield return Row("decision, median", Mean(day => day.DecisionMillisecondsMedian ?? 0), "ms", null);
        yield return Row("decision, p99", Mean(day => day.DecisionMillisecondsP99 ?? 0), "ms", targets?.DecisionP99Milliseconds);
    }

    private double Mean(Func<SimulationResult, double> figure) => Days.Average(figure);

    private BenchmarkResult Row(string what, double value, string unit, double? target) =>
        new($"{Scenario}, {Policy}: {what}", value, unit, target, HigherIsBetter: false);
}
