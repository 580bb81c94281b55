using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Filters;

/// <summary>CPU at the policy's quantile stays below the fill bound in every step of the horizon.</summary>
internal sealed class CpuFits(double fillUpToRatio) : IPlacementFilter
{
    /// <inheritdoc/>
    public string Rule => "cpu";

    /// <inheritdoc/>
    public bool Allows(FleetModel model, int machine, int host) =>
        model.ReservedRatioWith(host, machine) <= fillUpToRatio;

    /// <inheritdoc/>
    public string WhyNot(FleetModel model, int machine, int host) =>
        $"Host '{model.Fleet.Hosts[host].Id}' would be filled to {model.ReservedRatioWith(host, machine):P0} of its CPU, " +
        $"more than {fillUpToRatio:P0}.";
}
