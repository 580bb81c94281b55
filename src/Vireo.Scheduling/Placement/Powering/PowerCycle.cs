using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Powering;

/// <summary>What it costs to have a host off and on again, in energy.</summary>
internal static class PowerCycle
{
    /// <summary>Servers check their memory and start their hypervisor for some minutes, drawing what they can.</summary>
    private static readonly TimeSpan Boot = TimeSpan.FromMinutes(3);

    /// <summary>Watt-hours: a start at full power, during which the host serves nobody.</summary>
    public static double WattHours(Host host) => host.Power.At(1).Value * Boot.TotalHours;

    /// <summary>Watt-hours that a host saves by being off for a horizon, its next start taken off; not above zero where it
    /// does not pay to switch it off.</summary>
    public static double Saved(Host host, TimeSpan horizon) =>
        (host.Power.At(0).Value * horizon.TotalHours) - WattHours(host);
}
