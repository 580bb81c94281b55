using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Selection;

/// <summary>What a model choice needs to know besides the history.</summary>
/// <param name="Seasons">Season lengths in steps, shortest first; may be empty.</param>
/// <param name="Knots">Of the horizon.</param>
/// <param name="Effort">How much work it may be.</param>
/// <param name="Shared">Models trained on the fleet.</param>
/// <param name="Prior">How models did on other series.</param>
internal sealed record SelectionSettings(
    int[] Seasons, HorizonKnots Knots, Effort Effort, SharedModels Shared, ModelPrior Prior);
