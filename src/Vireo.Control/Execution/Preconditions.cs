using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Stands in for <c>Vireo.Safety.Preconditions</c> until that room's branch is merged.</summary>
internal static class Preconditions
{
    public static string? Check(PlannedAction action, FleetSnapshot fleet, Policy policy)
    {
        if (fleet.InFlight.Any(other => other.Action.Target == action.Action.Target))
        {
            return $"Another action on {action.Action.Target} is under way.";
        }

        return action.Action switch
        {
            Migration move when FleetLookup.Find(fleet.VirtualMachines, move.VirtualMachine) is not { } machine
                || machine.Host != move.From => $"'{move.VirtualMachine}' is not on '{move.From}' any more.",
            Migration move when FleetLookup.Find(fleet.Hosts, move.To) is not { CanReceive: true } =>
                $"'{move.To}' cannot receive machines.",
            PowerOffHost off when fleet.VirtualMachines.Any(machine => machine.Host == off.Host) =>
                $"'{off.Host}' is not empty.",
            _ => policy.MinimumHostsOn < 0 ? "The policy is invalid." : null,
        };
    }
}
