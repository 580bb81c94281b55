using Vireo.Forecasting.Selection;

namespace Vireo.Server.Api.Series;

/// <summary>How one model did before it was chosen or left out.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Error">Mean absolute error relative to naive's, out of sample; null without evidence.</param>
/// <param name="IntervalScore">Interval score of its 80 % intervals relative to naive's.</param>
/// <param name="Coverage">Share of values inside these intervals.</param>
/// <param name="Weight">Share in the forecast; 0 when it was left out.</param>
/// <param name="Verdict">Why, in a sentence.</param>
public sealed record TrialView(
    string Model, double? Error, double? IntervalScore, double? Coverage, double Weight, string Verdict)
{
    internal static TrialView Of(ModelTrial trial) => new(
        trial.Model, ModelView.Finite(trial.Error), ModelView.Finite(trial.IntervalScore), ModelView.Finite(trial.Coverage),
        trial.Weight, trial.Verdict);
}
