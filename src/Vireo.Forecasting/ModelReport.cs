using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting;

/// <summary>What forecasts one series, and how well.</summary>
/// <param name="Key">The series.</param>
/// <param name="Model">The model chosen, a name of <see cref="ModelNames"/>.</param>
/// <param name="Points">Points learned.</param>
/// <param name="Error">Mean absolute error over the next hour, out of sample, in the unit of the series; NaN before the
/// first.</param>
/// <param name="NaiveError">Naive's, on the same forecasts.</param>
/// <param name="Coverage">Share of values that fell into their 80 % interval; NaN before the first.</param>
/// <param name="Drifts">How often the errors showed that the model no longer fits, which leads to a new choice.</param>
/// <param name="Trials">What was tried at the last choice and why it was chosen or left out; empty before the
/// first.</param>
public sealed record ModelReport(
    SeriesKey Key, string Model, long Points, double Error, double NaiveError, double Coverage, int Drifts,
    ImmutableArray<ModelTrial> Trials)
{
    /// <summary>What the forecast rests on while the series has no model of its own choice, in a sentence; else
    /// empty.</summary>
    public string Basis { get; init; } = "";

    /// <summary>Why this model forecasts, in a sentence: the verdict of the choice on its weightiest member, or what it
    /// rests on while nothing was chosen.</summary>
    public string Reason => Basis.Length > 0 ? Basis
        : Trials.MaxBy(trial => trial.Weight) is { Weight: > 0 } chosen
            ? chosen.Weight < 1 ? $"{chosen.Model}: {chosen.Verdict}" : chosen.Verdict
            : "Too few values to compare models yet.";

    /// <summary>Share of values that fell into their 95 % interval; NaN before the first.</summary>
    public double WideCoverage { get; init; } = double.NaN;

    /// <summary>Seasons that the forecast follows, shortest first; empty for none.</summary>
    public ImmutableArray<TimeSpan> Seasons { get; init; } = [];

    /// <summary>How much work the comparison was that chose it: the quick models, with trees that all series share, or
    /// all that can pay.</summary>
    public Effort Effort { get; init; } = Effort.Loop;

    /// <summary>When the models were compared; null before, and where that was not kept.</summary>
    public DateTimeOffset? ChosenAt { get; init; }

    /// <summary>What known events do to it.</summary>
    public ImmutableArray<EventEffect> Events { get; init; } = [];
}
