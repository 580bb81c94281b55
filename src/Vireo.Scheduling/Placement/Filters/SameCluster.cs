using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Filters;

/// <summary>A machine moves within its cluster and its provider only.</summary>
internal sealed class SameCluster : IPlacementFilter
{
    /// <inheritdoc/>
    public string Rule => "S3";

    /// <inheritdoc/>
    public bool Allows(FleetModel model, int machine, int host)
    {
        var guest = model.Fleet.VirtualMachines[machine];
        var target = model.Fleet.Hosts[host];

        return guest.Cluster == target.Cluster && guest.Provider == target.Provider;
    }

    /// <inheritdoc/>
    public string WhyNot(FleetModel model, int machine, int host) =>
        $"Host '{model.Fleet.Hosts[host].Id}' belongs to another cluster or provider.";
}
