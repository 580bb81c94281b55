using System.Globalization;
using Vireo.Benchmarks.Incidents;

namespace Vireo.Benchmarks;

/// <summary>Faults of fourteen kinds, and none, in a simulated fleet: who was told of what, how early, and whether the
/// cause was named. Two in five runs have two faults at once; one machine in twenty is shown on the wrong host, one
/// sample in fifty is missing.</summary>
/// <remarks>Constants were chosen on seeds below 1,000; what is reported are 200 seeds from <see cref="FirstSeed"/>
/// on.</remarks>
public static class IncidentsBenchmark
{
    /// <summary>The first of the seeds that are reported.</summary>
    public const int FirstSeed = 10_005;

    private const int Scenarios = 200;
    private const int QuickEvery = 7;

    /// <summary>Runs it; some minutes.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        // Seeds of one's own: for choosing constants, and for looking at single runs.
        int first = int.TryParse(
            Environment.GetEnvironmentVariable("VIREO_INCIDENT_SEED"), CultureInfo.InvariantCulture, out int named) ? named : FirstSeed;
        int[] seeds = context.Part([.. Enumerable.Range(first, Scenarios)], QuickEvery);
        var scores = new (IncidentScenario Scenario, IncidentScore Score)[seeds.Length];
        Parallel.For(0, seeds.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, index =>
        {
            var scenario = IncidentScenario.Create(seeds[index]);
            scores[index] = (scenario, IncidentScore.Of(scenario, IncidentRun.Watch(scenario, seeds[index], null)));
        });
        Explain(seeds, scores);

        return [.. Rows(scores)];
    }

    private static IEnumerable<BenchmarkResult> Rows((IncidentScenario Scenario, IncidentScore Score)[] runs)
    {
        FaultOutcome[] all = [.. runs.SelectMany(run => run.Score.Outcomes)];
        foreach (var kind in all.GroupBy(outcome => outcome.Fault.Kind).OrderBy(kind => kind.Key))
        {
            foreach (var row in RowsOf($"incidents: {kind.Key}", [.. kind], FalseIn(runs, kind.Key)))
            {
                yield return row;
            }
        }

        int quiet = FalseIn(runs, IncidentKind.Nothing);
        yield return Figure("incidents: Nothing, told of", quiet, "incidents", null, null, null, false);
        int told = all.Sum(outcome => outcome.Incidents);
        int wrong = runs.Sum(run => run.Score.FalseIncidents.Length);
        double days = runs.Length * IncidentScenario.Machines * (IncidentScenario.Watched - TimeSpan.FromHours(1)).TotalDays;
        yield return Figure(
            "incidents: told of faults / recall", Share(all, outcome => outcome.ToldAt is not null), "ratio", null, null,
            $"thresholds {Share(all, outcome => outcome.WarnedAt is not null):0.00}", true);
        yield return Figure(
            "incidents: precision", told / (double)Math.Max(1, told + wrong), "ratio", null, null, null, true);
        yield return Figure(
            "incidents: root cause first", Share(all, outcome => outcome.Rank == 1), "ratio", 0.80, 0.92,
            $"earliest alert {Share(all, outcome => outcome.RankOfEarliest == 1):0.00}, " +
            $"highest severity {Share(all, outcome => outcome.RankOfWorst == 1):0.00}",
            true);
        yield return Figure(
            "incidents: root cause among the first three", Share(all, outcome => outcome.Rank is > 0 and <= 3), "ratio", 0.95, 0.99,
            $"earliest alert {Share(all, outcome => outcome.RankOfEarliest is > 0 and <= 3):0.00}, " +
            $"highest severity {Share(all, outcome => outcome.RankOfWorst is > 0 and <= 3):0.00}",
            true);
        FaultOutcome[] seen = [.. all.Where(outcome => outcome.ToldAt is not null)];
        yield return Figure(
            "incidents: told for each fault seen", seen.Average(outcome => outcome.Incidents), "incidents", 1.3, 1.1,
            $"thresholds {all.Where(outcome => outcome.WarnedAt is not null).Average(outcome => outcome.Warnings):0.0}", false);
        yield return Figure(
            "incidents: alerts that are not told", 1 - (told / (double)Math.Max(1, all.Sum(outcome => outcome.RawAlerts))), "ratio",
            0.95, null, null, true);
        FaultOutcome[] wide =
            [.. all.Where(outcome => outcome.Fault.Kind is IncidentKind.SwitchDies or IncidentKind.SlowDatastore or IncidentKind.HostDies)];
        yield return Figure(
            "incidents: alerts that are not told, on the loss of rack, array or host",
            1 - (wide.Sum(outcome => outcome.Incidents) / (double)Math.Max(1, wide.Sum(outcome => outcome.RawAlerts))), "ratio", null, 0.99,
            null, true);
        yield return Figure(
            "incidents: false ones in 1,000 VM-days", 1_000 * wrong / days, "incidents", 1, 0.2,
            $"thresholds {1_000 * runs.Sum(run => run.Score.FalseWarnings) / days:0.0}", false);
    }

    private static IEnumerable<BenchmarkResult> RowsOf(string name, FaultOutcome[] outcomes, int falseOnes)
    {
        int told = outcomes.Sum(outcome => outcome.Incidents);
        yield return Figure(
            $"{name}: recall", Share(outcomes, outcome => outcome.ToldAt is not null), $"of {outcomes.Length}", null, null,
            $"thresholds {Share(outcomes, outcome => outcome.WarnedAt is not null):0.00}", true);
        yield return Figure($"{name}: precision", told / (double)Math.Max(1, told + falseOnes), "ratio", null, null, null, true);
        yield return Figure(
            $"{name}: alerts a fault", outcomes.Average(outcome => outcome.RawAlerts), "alerts", null, null,
            string.Create(CultureInfo.InvariantCulture, $"told {outcomes.Average(outcome => outcome.Incidents):0.00}"), true);
        if (Median(outcomes.Select(outcome => outcome.LeadMinutes)) is { } lead)
        {
            string peer = Median(outcomes.Select(outcome => outcome.LeadOfThresholds)) is { } theirs ? $"thresholds {theirs:0}" : "thresholds –";
            yield return Figure($"{name}: told before users notice, median", lead, "minutes", null, null, peer, true);
        }

        yield return Figure(
            $"{name}: root cause first", Share(outcomes, outcome => outcome.Rank == 1), "ratio", null, null,
            $"earliest {Share(outcomes, outcome => outcome.RankOfEarliest == 1):0.00}, severest {Share(outcomes, outcome => outcome.RankOfWorst == 1):0.00}",
            true);
    }

    private static int FalseIn((IncidentScenario Scenario, IncidentScore Score)[] runs, IncidentKind kind) => runs
        .Where(run => (run.Scenario.Faults.FirstOrDefault()?.Kind ?? IncidentKind.Nothing) == kind)
        .Sum(run => run.Score.FalseIncidents.Length);

    private static double Share(FaultOutcome[] outcomes, Func<FaultOutcome, bool> which) =>
        outcomes.Count(which) / (double)Math.Max(1, outcomes.Length);

    private static double? Median(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>().Order()];

        return known.Length == 0 ? null : known[known.Length / 2];
    }

    private static BenchmarkResult Figure(
        string name, double value, string unit, double? target, double? ambition, string? peer, bool isHigherBetter) =>
        new(name, value, unit, target, isHigherBetter) { Ambition = ambition, Peer = peer ?? "–" };

    // What was missed, split or made up, for whoever asks why.
    private static void Explain(int[] seeds, (IncidentScenario Scenario, IncidentScore Score)[] runs)
    {
        if (Environment.GetEnvironmentVariable("VIREO_EXPLAIN") is null)
        {
            return;
        }

        for (int i = 0; i < seeds.Length; i++)
        {
            foreach (FaultOutcome outcome in runs[i].Score.Outcomes.Where(one => one.ToldAt is null || one.Rank != 1 || one.Incidents > 1))
            {
                Console.Error.WriteLine(
                    $"{seeds[i]}: {outcome.Fault.Kind} {outcome.Fault.Root} of {runs[i].Scenario.Faults.Length} at {outcome.Fault.Onset}: told " +
                    $"{outcome.ToldAt}, {outcome.Incidents} incidents, rank {outcome.Rank}: " +
                    string.Join("; ", outcome.Told.Select(one => $"{one.First.Id} {one.ToldAt} ({one.First.Title})")));
            }

            foreach (SeenIncident wrong in runs[i].Score.FalseIncidents)
            {
                Console.Error.WriteLine(
                    $"{seeds[i]}: false {wrong.First.Id} {wrong.ToldAt} {wrong.First.Title} {wrong.First.Evidence} causes {string.Join(", ", wrong.Causes)}");
            }
        }
    }
}
