using System.Collections.Immutable;
using Vireo.Forecasting;

namespace Vireo.Server.Api.Series;

/// <summary>How often the intervals of all series held what came.</summary>
/// <param name="Series">How many series are forecast.</param>
/// <param name="Judged">How many of them have values to judge their intervals by; the rest counts nowhere here.</param>
/// <param name="Level">The share that each interval should hold.</param>
/// <param name="Coverage">The share that they held, mean over the judged series; NaN, in JSON null, when there are
/// none.</param>
/// <param name="WorstTenth">The same over the tenth of the judged series that held least, at least one.</param>
public sealed record ModelSummary(int Series, int Judged, double Level, double Coverage, double WorstTenth)
{
    // What the forecasting room judges every interval by; see ModelReport.Coverage.
    private const double JudgedLevel = 0.8;

    internal static ModelSummary Of(IReadOnlyCollection<ModelReport> reports)
    {
        ImmutableArray<double> held =
            [.. reports.Select(report => report.Coverage).Where(double.IsFinite).Order()];

        return new ModelSummary(
            reports.Count, held.Length, JudgedLevel, Mean(held.AsSpan()), Mean(held.AsSpan(0, (held.Length + 9) / 10)));
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
