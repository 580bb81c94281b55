using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Filters;

/// <summary>Hosts that are about to fail, or whose telemetry cannot be trusted, receive nothing (S28).</summary>
internal sealed class HostIsSafe(IReadOnlyDictionary<int, string> dangers) : IPlacementFilter
{
    /// <inheritdoc/>
    public string Rule => "S28";

    /// <inheritdoc/>
    public bool Allows(FleetModel model, int machine, int host) => !dangers.ContainsKey(host);

    /// <inheritdoc/>
    public string WhyNot(FleetModel model, int machine, int host) =>
        $"Host '{model.Fleet.Hosts[host].Id}' is in danger: {dangers[host]}";
}
