using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Selection;

/// <summary>What is known of a series before it is looked at, from the other series of its fleet.</summary>
/// <param name="Judged">Global models that have seen nothing of what is walked through.</param>
/// <param name="Shared">The same models, trained on everything.</param>
/// <param name="Prior">How models did on other series.</param>
/// <param name="Widths">What intervals were worth on other series.</param>
/// <param name="Effort">How much work each series may be.</param>
internal sealed record FleetKnowledge(
    SharedModels Judged, SharedModels Shared, ModelPrior Prior, FleetWidths Widths, Effort Effort)
{
    /// <summary>The series stands alone.</summary>
    public static FleetKnowledge None { get; } =
        new(SharedModels.None, SharedModels.None, ModelPrior.None, FleetWidths.Unknown, Effort.Thorough);
}
