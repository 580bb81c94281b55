namespace Vireo.Benchmarks.VmCloud;

/// <summary>The scores of one method over many tasks, as the field reports them.</summary>
/// <param name="Tasks">How many were scored.</param>
/// <param name="Relative">Geometric mean of <see cref="VmScore.Ratio"/>.</param>
/// <param name="MedianScaledError">Median MASE.</param>
/// <param name="MedianScaledPinball">Median scaled pinball loss.</param>
/// <param name="MedianScaledInterval">Median MSIS of the 95 % interval.</param>
/// <param name="Coverage80">Share inside the 80 % interval, 0 to 1.</param>
/// <param name="Coverage95">Share inside the 95 % interval, 0 to 1.</param>
/// <param name="WorstDecile80">The same over the tenth of the series that were covered worst.</param>
/// <param name="WorstDecile95">Likewise at 95 %.</param>
internal sealed record VmSummary(
    int Tasks,
    double Relative,
    double MedianScaledError,
    double MedianScaledPinball,
    double MedianScaledInterval,
    double Coverage80,
    double Coverage95,
    double WorstDecile80,
    double WorstDecile95)
{
    /// <summary>Sums up.</summary>
    public static VmSummary Of(IReadOnlyList<VmScore> scores) =>
        new(
            scores.Count,
            Math.Exp(scores.Average(score => Math.Log(score.Ratio))),
            Median(scores.Select(score => score.Error / score.Scale)),
            Median(scores.Select(score => score.Pinball / score.Scale)),
            Median(scores.Select(score => score.Interval / score.Scale)),
            scores.Average(score => score.Coverage80),
            scores.Average(score => score.Coverage95),
            WorstDecile(scores, score => score.Coverage80),
            WorstDecile(scores, score => score.Coverage95));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];

        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double WorstDecile(IReadOnlyList<VmScore> scores, Func<VmScore, double> coverage)
    {
        double[] byEntity =
            [.. scores.GroupBy(score => score.Task.Series).Select(own => own.Average(coverage)).Order()];

        return byEntity[..Math.Max(1, byEntity.Length / 10)].Average();
    }
}
