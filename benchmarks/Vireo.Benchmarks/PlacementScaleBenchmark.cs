using System.Diagnostics;
using Vireo.Scheduling.Placement.Optimizing;
using Vireo.Scheduling.Tests.Optimizing;

namespace Vireo.Benchmarks;

/// <summary>A full plan with its gap, from a small cluster to a very large fleet: search, bound and order of the
/// moves.</summary>
public static class PlacementScaleBenchmark
{
    private const int Repetitions = 5;

    /// <summary>Runs it; half a minute on two cores.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context) =>
        Measured(context, hosts: 15, machines: 150, neighbourhoods: 100, seconds: 0.05)
            .Concat(Measured(context, hosts: 113, machines: 15_800, neighbourhoods: 40, seconds: 1))
            .Concat(Measured(context, hosts: 800, machines: 10_000, neighbourhoods: 40, seconds: 1))
            .Concat(Measured(context, hosts: 10_000, machines: 200_000, neighbourhoods: 40, seconds: 5));

    private static IEnumerable<BenchmarkResult> Measured(
        BenchmarkContext context, int hosts, int machines, int neighbourhoods, double seconds)
    {
        ArgumentNullException.ThrowIfNull(context);
        var problem = GeneratedProblem.Create(hosts, machines, seed: 1) with { Neighbourhoods = neighbourhoods };
        PlacementSolution? solution = null;
        int steps = 0;
        var (elapsed, cpu) = Measure.Median(context.Time, Repetitions, _ =>
        {
            solution = PlacementSearch.Solve(problem, admits: null);
            steps = Transition.Order(problem, solution.HostOf)?.Count ?? 0;
        });
        string size = $"{hosts:#,0} hosts, {machines:#,0} VMs";
        using var process = Process.GetCurrentProcess();

        yield return new($"placement: plan, {size}, {steps:#,0} moves", elapsed, "s", seconds, HigherIsBetter: false);
        yield return new($"placement: CPU of it, {size}", cpu, "s", null, HigherIsBetter: false);
        yield return new($"placement: gap to the bound, {size}", solution!.OptimalityGap, "share", null, HigherIsBetter: false);
        yield return new(
            $"placement: saved, {size}", 1 - (solution.WattHours / solution.StartWattHours), "share", null, HigherIsBetter: true);
        yield return new(
            $"placement: peak memory after {size}", process.PeakWorkingSet64 / (double)(1 << 30), "GiB", 4, HigherIsBetter: false);
    }
}
