using Vireo.Safety.Tests.Fuzzing;

namespace Vireo.Benchmarks;

/// <summary>The plan checker against brute force over every reachable state: a hundred thousand plans, every second one
/// mutated.</summary>
public static class CheckerBenchmark
{
    private const int Plans = 100_000;

    /// <summary>Runs it; ten seconds of one core.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        int accepted = 0;
        int wrong = 0;
        long start = context.Time.GetTimestamp();
        for (int seed = 0; seed < Plans; seed++)
        {
            if (CheckerTrial.Error(FuzzCases.Create(seed), out bool isAccepted) is { } error)
            {
                wrong++;
                Console.Error.WriteLine($"plan {seed}: {error}");
            }

            accepted += isAccepted ? 1 : 0;
        }

        yield return new("checker: plans judged wrongly, of 100,000", wrong, "plans", 0, HigherIsBetter: false);
        yield return new("checker: plans accepted", accepted, "plans", null, HigherIsBetter: true);
        yield return new("checker: time", context.Time.GetElapsedTime(start).TotalSeconds, "s", null, HigherIsBetter: false);
    }
}
