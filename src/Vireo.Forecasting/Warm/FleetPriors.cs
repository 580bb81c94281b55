using System.Collections.Immutable;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting.Warm;

/// <summary>What a choice learns from the other series of the fleet. Immutable.</summary>
/// <param name="Quick">How models did on other series where the quick ones were compared.</param>
/// <param name="Thorough">The same where all were: apart, as the series that are refined first are not like the
/// rest.</param>
/// <param name="Shared">Models that the fleet has trained.</param>
internal sealed record FleetPriors(ModelPrior Quick, ModelPrior Thorough, SharedModels Shared)
{
    /// <summary>Nothing is known of other series.</summary>
    public static FleetPriors None { get; } = new(ModelPrior.None, ModelPrior.None, SharedModels.None);

    /// <summary>Of choices of one effort.</summary>
    public ModelPrior For(Effort effort) => effort == Effort.Thorough ? Thorough : Quick;

    /// <summary>How a choice of an effort is called: the quick models alone are what the loop is named after.</summary>
    public Effort Named(Effort effort) =>
        effort == Effort.Quick && Shared.Boosting is null ? Effort.Loop : effort;

    /// <summary>Adds what candidates showed where series were compared anew with one effort, in the order given.</summary>
    public FleetPriors With(IEnumerable<ImmutableArray<ModelTrial>> walks, Effort effort) => effort == Effort.Thorough
        ? this with { Thorough = Thorough.With(walks) }
        : this with { Quick = Quick.With(walks) };
}
