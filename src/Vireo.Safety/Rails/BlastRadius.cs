using Vireo.Fleet;

namespace Vireo.Safety.Rails;

/// <summary>At most so many actions in an hour, whatever the plan wants (S35).</summary>
internal sealed class BlastRadius : IGuardRail
{
    /// <inheritdoc/>
    public string Rule => "S35";

    /// <inheritdoc/>
    public string? Refuse(PlannedAction action, ReviewedFleet fleet)
    {
        int sum = fleet.Context.ActionsInLastHour + fleet.AdmittedActions;

        return sum >= fleet.Policy.MaxActionsPerHour
            ? $"{sum} actions within the hour reach the limit of {fleet.Policy.MaxActionsPerHour}."
            : null;
    }
}
