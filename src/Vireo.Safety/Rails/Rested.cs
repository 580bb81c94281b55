using Vireo.Fleet;

namespace Vireo.Safety.Rails;

/// <summary>A moved machine rests (S8) and does not return to where it came from (S12), unless a failure forces
/// it.</summary>
internal sealed class Rested : IGuardRail
{
    /// <inheritdoc/>
    public string Rule => "S8";

    /// <inheritdoc/>
    public string? Refuse(PlannedAction action, ReviewedFleet fleet)
    {
        if (action.Action is not Migration { StaysOnHost: false } move || fleet.MustBeLeft(move.From))
        {
            return null;
        }

        foreach (var past in fleet.Fleet.RecentMoves)
        {
            var passed = fleet.Fleet.TakenAt - past.At;
            if (past.VirtualMachine != move.VirtualMachine)
            {
                continue;
            }

            if (passed < fleet.Policy.RestAfterMove)
            {
                return $"'{move.VirtualMachine}' moved {passed.TotalMinutes:0} minutes ago and rests for another " +
                    $"{(fleet.Policy.RestAfterMove - passed).TotalMinutes:0}.";
            }

            if (past.From == move.To && passed < fleet.Policy.NoReturnWithin)
            {
                return $"'{move.VirtualMachine}' left '{move.To}' {passed.TotalMinutes:0} minutes ago and does not return yet.";
            }
        }

        return null;
    }
}
