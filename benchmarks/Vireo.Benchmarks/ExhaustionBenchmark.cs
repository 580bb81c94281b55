using Vireo.Benchmarks.Detect;
using Vireo.Detection.Exhaustion;

namespace Vireo.Benchmarks;

/// <summary>Time to exhaustion on generated leaks and fills of six kinds and on six kinds of use that never fill, 100
/// seeds each: who was warned at least half an hour before it was full, how many warnings were right, and how far off
/// the time was.</summary>
public static class ExhaustionBenchmark
{
    private const int Seeds = 100;
    private const int StepMinutes = 5;
    private const int EarlyRows = 30 / StepMinutes;
    private static readonly TimeSpan Horizon = TimeSpan.FromHours(4);

    /// <summary>Runs it; seconds.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        int faults = 0;
        int early = 0;
        int right = 0;
        int wrong = 0;
        var errors = new List<double>();
        foreach (string kind in FillingCase.Faults)
        {
            int ofKind = 0;
            foreach (FillingCase item in Cases(kind))
            {
                Outcome outcome = Watch(item);
                faults++;
                ofKind += outcome.IsEarly ? 1 : 0;
                early += outcome.IsEarly ? 1 : 0;
                right += outcome.RightWarnings;
                wrong += outcome.WrongWarnings;
                errors.AddRange(outcome.HalfTimeError is { } error ? [error] : []);
            }

            yield return new($"exhaustion: {kind}, warned 30 min ahead", ofKind / (double)Seeds, "ratio", null, HigherIsBetter: true);
        }

        foreach (string kind in FillingCase.Harmless)
        {
            int warnings = Cases(kind).Sum(item => Watch(item).WrongWarnings);
            wrong += warnings;
            double? target = kind is "saw-tooth" or "clean-up" ? 0 : null;
            yield return new($"exhaustion: {kind}, warnings in {Seeds} x 4 days", warnings, "warnings", target, HigherIsBetter: false);
        }

        errors.Sort();
        yield return new("exhaustion: warned at least 30 min ahead", early / (double)faults, "ratio", 0.90, HigherIsBetter: true);
        yield return new("exhaustion: precision of warnings", right / (double)Math.Max(1, right + wrong), "ratio", 0.85, HigherIsBetter: true);
        yield return new("exhaustion: error of the time left at half time, median", errors[errors.Count / 2], "ratio", null, HigherIsBetter: false);
    }

    private static IEnumerable<FillingCase> Cases(string kind) =>
        Enumerable.Range(0, Seeds).Select(seed => FillingCase.Make(kind, new Random((seed * 7_919) + kind.Length)));

    // A warning is right when the fault has begun and the resource is full within twice the horizon; each episode
    // counts once.
    private static Outcome Watch(FillingCase item)
    {
        var watch = new ExhaustionWatch(TimeSpan.FromMinutes(StepMinutes), limit: 1, Horizon);
        double reach = 2 * (Horizon / TimeSpan.FromMinutes(StepMinutes));
        bool wasWarning = false;
        bool isEarly = false;
        int right = 0;
        int wrong = 0;
        double? error = null;
        for (int row = 0; row < item.Use.Length; row++)
        {
            ExhaustionWarning warning = watch.Next(item.Use[row]);
            int left = (item.FullAt ?? int.MaxValue) - row;
            bool isRight = item.FullAt is not null && row >= item.StartsAt && left <= reach;
            if (warning.IsWarning && !wasWarning)
            {
                right += isRight ? 1 : 0;
                wrong += isRight ? 0 : 1;
            }

            isEarly |= warning.IsWarning && isRight && left >= EarlyRows;
            wasWarning = warning.IsWarning;
            if (item.FullAt is { } full && row == (item.StartsAt + full) / 2 && warning.Expected != TimeSpan.MaxValue)
            {
                error = Math.Abs((warning.Expected / TimeSpan.FromMinutes(StepMinutes)) - left) / left;
            }
        }

        return new Outcome(isEarly, right, wrong, error);
    }

    private readonly record struct Outcome(bool IsEarly, int RightWarnings, int WrongWarnings, double? HalfTimeError);
}
