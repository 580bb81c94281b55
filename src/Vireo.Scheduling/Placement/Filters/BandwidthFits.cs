using Vireo.Fleet;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Filters;

/// <summary>What machines are promised of a host's link or disks fits while nothing has left it yet; a host whose capacity
/// is not known promises without end.</summary>
internal sealed class BandwidthFits : IPlacementFilter
{
    /// <inheritdoc/>
    public string Rule => "bandwidth";

    /// <inheritdoc/>
    public bool Allows(FleetModel model, int machine, int host) => Short(model, machine, host) is null;

    /// <inheritdoc/>
    public string WhyNot(FleetModel model, int machine, int host)
    {
        var (what, missing) = Short(model, machine, host).GetValueOrDefault();

        return $"Host '{model.Fleet.Hosts[host].Id}' is {missing / 1e6:0.#} MB/s of {what} short for what is promised to " +
            $"'{model.Fleet.VirtualMachines[machine].Id}'.";
    }

    private static (string What, double Missing)? Short(FleetModel model, int machine, int host)
    {
        var target = model.Fleet.Hosts[host];

        return Missing(model, machine, host, target.NetworkCapacity, one => one.NetworkReservation) is { } link ? ("network", link)
            : Missing(model, machine, host, target.DiskCapacity, one => one.DiskReservation) is { } disk ? ("disk", disk)
            : null;
    }

    private static double? Missing(
        FleetModel model, int machine, int host, BytesPerSecond capacity, Func<VirtualMachine, BytesPerSecond> of)
    {
        double promised = of(model.Fleet.VirtualMachines[machine]).Value;
        if (promised <= 0 || capacity.Value <= 0)
        {
            return null;
        }

        foreach (int other in model.EverOn(host))
        {
            promised += other == machine ? 0 : of(model.Fleet.VirtualMachines[other]).Value;
        }

        return promised > capacity.Value * (1 + 1e-9) ? promised - capacity.Value : null;
    }
}
