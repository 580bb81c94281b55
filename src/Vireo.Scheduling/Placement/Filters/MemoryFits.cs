using Vireo.Fleet;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Filters;

/// <summary>Configured memory fits while nothing has left the host yet. Memory is hard.</summary>
internal sealed class MemoryFits : IPlacementFilter
{
    /// <inheritdoc/>
    public string Rule => "memory";

    /// <inheritdoc/>
    public bool Allows(FleetModel model, int machine, int host) =>
        model.Fleet.VirtualMachines[machine].Memory.Value <= model.FreeMemory(host);

    /// <inheritdoc/>
    public string WhyNot(FleetModel model, int machine, int host)
    {
        long missing = model.Fleet.VirtualMachines[machine].Memory.Value - model.FreeMemory(host);

        return $"Host '{model.Fleet.Hosts[host].Id}' is {new MemoryBytes(missing).ToText()} of memory short.";
    }
}
