using Vireo.Forecasting.Evaluation;

namespace Vireo.Cli.Series;

/// <summary>How one model did on all series that it could be judged on. NaN where there were none.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Forecasts">Series times origins.</param>
/// <param name="SymmetricError">Mean sMAPE, 0 to 2.</param>
/// <param name="ScaledError">Mean MASE.</param>
/// <param name="Intervals">For each coverage asked for, 0 to 1: the mean MSIS, and what was covered.</param>
internal sealed record AccuracyRow(
    string Model,
    int Forecasts,
    double SymmetricError,
    double ScaledError,
    IReadOnlyList<(double Level, double Score, double Coverage)> Intervals)
{
    /// <summary>The means over the series that were judged.</summary>
    public static AccuracyRow Of(string model, AccuracyReport[] reports, IReadOnlyList<double> levels) => new(
        model,
        reports.Sum(report => report.Origins),
        Mean(reports, report => report.SymmetricError),
        Mean(reports, report => report.ScaledError),
        [
            .. levels.Select((level, i) => (
                level, Mean(reports, report => report.ScaledIntervalScores[i]), Mean(reports, report => report.Coverages[i]))),
        ]);

    private static double Mean(AccuracyReport[] reports, Func<AccuracyReport, double> measure)
    {
        double[] finite = [.. reports.Where(report => report.Origins > 0).Select(measure).Where(double.IsFinite)];

        return finite.Length == 0 ? double.NaN : finite.Average();
    }
}
