using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Filters;

/// <summary>The devices that a machine is given are free on the host while nothing has left it yet.</summary>
internal sealed class DevicesFit : IPlacementFilter
{
    /// <inheritdoc/>
    public string Rule => "devices";

    /// <inheritdoc/>
    public bool Allows(FleetModel model, int machine, int host) => Short(model, machine, host) is null;

    /// <inheritdoc/>
    public string WhyNot(FleetModel model, int machine, int host)
    {
        var (kind, free) = Short(model, machine, host).GetValueOrDefault();
        var guest = model.Fleet.VirtualMachines[machine];

        return $"Host '{model.Fleet.Hosts[host].Id}' has {Math.Max(0, free)} {kind} free and '{guest.Id}' needs {guest.Devices[kind]}.";
    }

    private static (string Kind, int Free)? Short(FleetModel model, int machine, int host)
    {
        foreach (var (kind, count) in model.Fleet.VirtualMachines[machine].Devices.All)
        {
            int free = model.Fleet.Hosts[host].Devices[kind];
            foreach (int other in model.EverOn(host))
            {
                free -= other == machine ? 0 : model.Fleet.VirtualMachines[other].Devices[kind];
            }

            if (free < count)
            {
                return (kind, free);
            }
        }

        return null;
    }
}
