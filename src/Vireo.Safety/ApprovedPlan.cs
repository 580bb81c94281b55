using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Safety;

/// <summary>A plan that passed review. Only <see cref="SafetyReview"/> can make one, so code that would act on an
/// unreviewed plan does not compile.</summary>
public sealed class ApprovedPlan
{
    internal ApprovedPlan(ImmutableArray<PlannedAction> actions) => Actions = actions;

    /// <summary>The actions that may be carried out, in dependency order.</summary>
    public ImmutableArray<PlannedAction> Actions { get; }
}
