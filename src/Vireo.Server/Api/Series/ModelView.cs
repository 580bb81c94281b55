using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Server.Configuration;

namespace Vireo.Server.Api.Series;

/// <summary>What forecasts one series, and how well.</summary>
/// <param name="Entity">Whose series.</param>
/// <param name="Metric">Which quantity.</param>
/// <param name="Unit">Of the errors.</param>
/// <param name="Model">The model chosen.</param>
/// <param name="Reason">Why it forecasts, in a sentence: the verdict of the choice, or what it rests on before
/// one.</param>
/// <param name="Points">Points learned.</param>
/// <param name="Error">Mean absolute error over the next hour, out of sample, in the metric's unit; null before the
/// first.</param>
/// <param name="NaiveError">The error of repeating the last value, on the same forecasts.</param>
/// <param name="Coverage">Share of values inside their 80 % interval; null before the first.</param>
/// <param name="Drifts">How often the errors showed that the model no longer fits, which leads to a new choice.</param>
/// <param name="Trials">Every model that was tried at the last choice, and why it was taken or left out.</param>
/// <param name="Basis">What the forecast rests on while the series has no model of its own choice; else empty.</param>
/// <param name="Events">What known events do to the series, as learned so far.</param>
public sealed record ModelView(
    string Entity, string Metric, MetricUnit Unit, string Model, string Reason, long Points, double? Error,
    double? NaiveError, double? Coverage, int Drifts, ImmutableArray<TrialView> Trials, string Basis,
    ImmutableArray<EventEffect> Events)
{
    /// <summary>Share of values inside their 95 % interval; null before the first.</summary>
    public double? Coverage95 { get; init; }

    /// <summary>Seasons that the forecast follows, such as <c>1d</c> and <c>7d</c>, shortest first.</summary>
    public ImmutableArray<string> Seasons { get; init; } = [];

    /// <summary>What was compared for the choice: <c>loop</c> for the quick models, <c>quick</c> for these and shared
    /// trees, <c>thorough</c> for every model that can pay.</summary>
    public string Effort { get; init; } = "";

    /// <summary>When models were compared, UTC; null before.</summary>
    public DateTimeOffset? ChosenAt { get; init; }

    internal static ModelView Of(ModelReport report) => new(
        EntityText.Format(report.Key.Entity), report.Key.Metric.Name, report.Key.Metric.Unit, report.Model,
        report.Reason, report.Points, Finite(report.Error), Finite(report.NaiveError), Finite(report.Coverage),
        report.Drifts,
        [.. report.Trials.Select(TrialView.Of)], report.Basis, report.Events)
    {
        Coverage95 = Finite(report.WideCoverage),
        Seasons = [.. report.Seasons.Select(DurationText.Format)],
        Effort = report.Basis.Length > 0 ? "" : report.Effort.ToString().ToLowerInvariant(),
        ChosenAt = report.ChosenAt,
    };

    internal static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
