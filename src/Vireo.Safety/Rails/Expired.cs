using Vireo.Fleet;

namespace Vireo.Safety.Rails;

/// <summary>Plans expire: the fleet they were made for is gone (S18).</summary>
internal sealed class Expired : IGuardRail
{
    /// <inheritdoc/>
    public string Rule => "S18";

    /// <inheritdoc/>
    public string? Refuse(PlannedAction action, ReviewedFleet fleet)
    {
        var age = fleet.Context.Now - fleet.Context.PlannedAt;

        return age > fleet.Policy.PlanExpiry
            ? $"The plan is {age.TotalMinutes:0} minutes old and was valid for {fleet.Policy.PlanExpiry.TotalMinutes:0}."
            : null;
    }
}
