using Vireo.Fleet;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Filters;

/// <summary>Hosts that are off, failed, in maintenance or without believable capacity receive nothing (S4,
/// S28).</summary>
internal sealed class HostReceives : IPlacementFilter
{
    /// <inheritdoc/>
    public string Rule => "S4";

    /// <inheritdoc/>
    public bool Allows(FleetModel model, int machine, int host) => model.CanReceive(host);

    /// <inheritdoc/>
    public string WhyNot(FleetModel model, int machine, int host)
    {
        var noun = model.Fleet.Hosts[host];
        string state = noun.IsInMaintenance ? "in maintenance"
            : noun.State != HostState.On ? $"{noun.State}"
            : model.GoingDown.Contains(host) ? "being switched off"
            : "without believable capacity";

        return $"Host '{noun.Id}' is {state}.";
    }
}
