using Vireo.Fleet;

namespace Vireo.Safety.Rails;

/// <summary>The preconditions that are asked again before each start hold now (S2, S3, S4, S18).</summary>
internal sealed class StillAllowed : IGuardRail
{
    /// <inheritdoc/>
    public string Rule => "S4";

    /// <inheritdoc/>
    public string? Refuse(PlannedAction action, ReviewedFleet fleet) =>
        action.DependsOn.IsEmpty ? Preconditions.Check(action, fleet.Fleet, fleet.Policy) : null;
}
