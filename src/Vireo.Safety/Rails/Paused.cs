using Vireo.Fleet;

namespace Vireo.Safety.Rails;

/// <summary>Stop: nothing new starts, globally or in a scope (S24).</summary>
internal sealed class Paused : IGuardRail
{
    /// <inheritdoc/>
    public string Rule => "S24";

    /// <inheritdoc/>
    public string? Refuse(PlannedAction action, ReviewedFleet fleet)
    {
        if (fleet.Context.IsPaused)
        {
            return "Vireo is paused; resume it to let actions start.";
        }

        foreach (var scope in fleet.ScopesOf(action.Action))
        {
            if (fleet.Context.PausedScopes.Contains(scope))
            {
                return $"{scope} is paused; resume it to let actions start.";
            }
        }

        return null;
    }
}
