using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Filters;

/// <summary>A machine that runs goes only to hosts that have the CPU features it uses (S3).</summary>
internal sealed class CpuCompatible : IPlacementFilter
{
    private const int MostNamed = 3;

    /// <inheritdoc/>
    public string Rule => "S3";

    /// <inheritdoc/>
    public bool Allows(FleetModel model, int machine, int host) => model.Cpus.Allows(machine, host);

    /// <inheritdoc/>
    public string WhyNot(FleetModel model, int machine, int host)
    {
        var (guest, target) = (model.Fleet.VirtualMachines[machine], model.Fleet.Hosts[host]);
        var missing = CpuCompatibility.Missing(guest.CpuFeatures, target.CpuFeatures);
        string more = missing.Count > MostNamed ? $" and {missing.Count - MostNamed} more" : "";

        return $"The CPU of host '{target.Id}' lacks {string.Join(", ", missing.Take(MostNamed))}{more}, which '{guest.Id}' uses.";
    }
}
