using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Which decision makes the plan.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlacementStrategy>))]
public enum PlacementStrategy
{
    /// <summary>Never moves anything.</summary>
    None,

    /// <summary>The plain reactive rule: acts on the last measurement and a fixed threshold.</summary>
    Threshold,

    /// <summary>Forecast-driven.</summary>
    Vireo,

    /// <summary>What most sites run: best fit on what machines were given. This and all below are other managers'
    /// rules, to compare with.</summary>
    BestFitReservations,

    /// <summary>Apache CloudStack's DRS, balanced.</summary>
    CloudStackBalanced,

    /// <summary>Apache CloudStack's DRS, condensed.</summary>
    CloudStackCondensed,

    /// <summary>oVirt, evenly distributed.</summary>
    OvirtEvenlyDistributed,

    /// <summary>oVirt, power saving.</summary>
    OvirtPowerSaving,

    /// <summary>ProxLB for Proxmox VE.</summary>
    ProxLb,

    /// <summary>Proxmox VE's cluster resource scheduler.</summary>
    ProxmoxCrs,

    /// <summary>OpenStack Watcher, VM workload consolidation.</summary>
    WatcherConsolidation,

    /// <summary>OpenStack Watcher, workload stabilization.</summary>
    WatcherStabilization,

    /// <summary>Xen Orchestra, density.</summary>
    XenOrchestraDensity,

    /// <summary>Xen Orchestra, performance.</summary>
    XenOrchestraPerformance,
}
