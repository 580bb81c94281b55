using Vireo.Fleet;

namespace Vireo.Safety.Rails;

/// <summary>No data, no action: machines and hosts whose telemetry is missing or cannot be trusted are left as they
/// are, unless a failure forces a move; hosts in danger receive nothing (S28).</summary>
internal sealed class Trusted : IGuardRail
{
    /// <inheritdoc/>
    public string Rule => "S28";

    /// <inheritdoc/>
    public string? Refuse(PlannedAction action, ReviewedFleet fleet)
    {
        if (action.Action is not Migration { StaysOnHost: false } move)
        {
            return null;
        }

        if (fleet.HazardOf(
            EntityId.Of(move.To), HazardKind.HostFailing, HazardKind.HostDown, HazardKind.BadTelemetry) is { } danger)
        {
            return $"Host '{move.To}' is in danger: {danger.Reason}";
        }

        if (fleet.MustBeLeft(move.From))
        {
            return null;
        }

        return !fleet.IsTrusted(move.VirtualMachine)
            ? $"The telemetry of '{move.VirtualMachine}' is missing or cannot be trusted."
            : (fleet.HazardOf(EntityId.Of(move.VirtualMachine), HazardKind.BadTelemetry) ??
                fleet.HazardOf(EntityId.Of(move.From), HazardKind.BadTelemetry))?.Reason;
    }
}
