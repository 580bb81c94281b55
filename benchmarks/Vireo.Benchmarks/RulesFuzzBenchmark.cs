using Vireo.Detection.Tests.Rules.Referee;

namespace Vireo.Benchmarks;

/// <summary>Ten thousand made-up questions to the rule engine and to promtool, where it is installed.</summary>
public static class RulesFuzzBenchmark
{
    private const int FirstSeed = 1_000;
    private const int Cases = 625;

    /// <summary>Runs it; some minutes.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        if (!Promtool.IsInstalled)
        {
            Console.Error.WriteLine("rules: promtool is absent, so nothing is compared. As root: apt-get install prometheus");
            yield break;
        }

        (List<string> differences, int compared) = Referee.Compare(context.WorkFolder, Enumerable.Range(FirstSeed, Cases));
        foreach (string difference in differences.Take(10))
        {
            Console.Error.WriteLine(difference);
        }

        yield return new("rules: answers compared with promtool", compared, "answers", 10_000, true);
        yield return new("rules: answers that differ", differences.Count, "answers", 0, false);
    }
}
