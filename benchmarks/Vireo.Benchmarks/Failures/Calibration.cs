using System.Globalization;

namespace Vireo.Benchmarks.Failures;

/// <summary>How well probabilities agree with what came.</summary>
internal static class Calibration
{
    private const int Bins = 10;
    private const double MostError = 0.05;

    /// <summary>A row a tenth of the scale, the expected calibration error and the Brier score.</summary>
    public static IEnumerable<BenchmarkResult> Rows(string name, FailureJudgement[] judged)
    {
        double error = 0;
        foreach (var bin in judged.GroupBy(row => Math.Min(Bins - 1, (int)(row.Probability * Bins))).OrderBy(bin => bin.Key))
        {
            double said = bin.Average(row => row.Probability);
            double happened = bin.Average(row => row.Fails ? 1.0 : 0);
            error += Math.Abs(said - happened) * bin.Count() / judged.Length;
            yield return new(
                $"{name}: said {said:0.00} ({bin.Count()} times), came true", happened, "ratio", null, HigherIsBetter: true);
        }

        yield return new($"{name}: expected calibration error", error, "", MostError, HigherIsBetter: false);
        double usual = judged.Average(row => row.Fails ? 1.0 : 0);
        yield return new(
            $"{name}: Brier score", judged.Average(row => Math.Pow(row.Probability - (row.Fails ? 1 : 0), 2)), "", null,
            HigherIsBetter: false)
        {
            Peer = string.Create(CultureInfo.InvariantCulture, $"always the mean {usual * (1 - usual):0.000}"),
        };
    }
}
