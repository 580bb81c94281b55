using System.Collections.Immutable;
using Vireo.Forecasting;
using Vireo.Forecasting.Selection;

namespace Vireo.Server.Api.Series;

/// <summary>How often the intervals of all series held what came, and what choosing their models takes.</summary>
/// <param name="Series">How many series are forecast.</param>
/// <param name="Young">How many of them have no model of their own choice yet; they count in no share here.</param>
/// <param name="Judged">How many of the others have values to judge their intervals by.</param>
/// <param name="Level">The share that each interval should hold.</param>
/// <param name="Coverage">The share that they held, mean over the judged series; NaN, in JSON null, when there are
/// none.</param>
/// <param name="WorstTenth">The same over the tenth of the judged series that held least, at least one.</param>
/// <param name="ChoicesMade">Models chosen in the last cycle.</param>
/// <param name="ChoicesWaiting">Choices that were due as well and follow in the next cycles, the most valuable series
/// first.</param>
/// <param name="ChoiceBudgetUsed">Share of the cycle's budget for choices that was used; the last choice may pass
/// it.</param>
public sealed record ModelSummary(
    int Series, int Young, int Judged, double Level, double Coverage, double WorstTenth, int ChoicesMade,
    int ChoicesWaiting, double ChoiceBudgetUsed)
{
    /// <summary>The share that each of the wider intervals should hold.</summary>
    public double WideLevel { get; init; } = 0.95;

    /// <summary>The share that those held, mean over the judged series; NaN, in JSON null, when there are
    /// none.</summary>
    public double WideCoverage { get; init; } = double.NaN;

    /// <summary>The same over the tenth of the judged series that held least.</summary>
    public double WideWorstTenth { get; init; } = double.NaN;

    /// <summary>Series for whose choice every model that can pay was compared.</summary>
    public int Thorough { get; init; }

    /// <summary>How many of these choices were made in the last cycle.</summary>
    public int Refined { get; init; }

    /// <summary>Series for which that will be done as well, as the budget allows; 0 where models are not
    /// refined.</summary>
    public int Unrefined { get; init; }

    // What the forecasting room judges every interval by; see ModelReport.Coverage.
    private const double JudgedLevel = 0.8;

    internal static ModelSummary Of(
        IReadOnlyCollection<ModelReport> reports, IReadOnlyCollection<ChoiceReport> choices)
    {
        ImmutableArray<ModelReport> chosen = [.. reports.Where(report => report.Basis.Length == 0)];
        ImmutableArray<double> held = [.. chosen.Select(report => report.Coverage).Where(double.IsFinite).Order()];
        ImmutableArray<double> wide = [.. chosen.Select(report => report.WideCoverage).Where(double.IsFinite).Order()];

        return new ModelSummary(
            reports.Count, reports.Count - chosen.Length, held.Length, JudgedLevel, Mean(held.AsSpan()),
            Mean(held.AsSpan(0, (held.Length + 9) / 10)), choices.Sum(one => one.Made), choices.Sum(one => one.Waiting),
            choices.Count == 0 ? 0 : choices.Average(one => (double)(one.Work + one.RefinementWork) / one.Budget))
        {
            WideCoverage = Mean(wide.AsSpan()),
            WideWorstTenth = Mean(wide.AsSpan(0, (wide.Length + 9) / 10)),
            Thorough = chosen.Count(report => report.Effort == Effort.Thorough),
            Refined = choices.Sum(one => one.Refined),
            Unrefined = choices.Sum(one => one.Unrefined),
        };
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
