using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>The words by which people name strategies, in configuration and on the command line.</summary>
public static class PlacementStrategies
{
    /// <summary>Our own decision and the yardsticks.</summary>
    public static ImmutableArray<(string Word, PlacementStrategy Strategy)> Own { get; } =
    [
        ("none", PlacementStrategy.None),
        ("threshold", PlacementStrategy.Threshold),
        ("vireo", PlacementStrategy.Vireo),
    ];

    /// <summary>The rules of other managers, to compare with.</summary>
    public static ImmutableArray<(string Word, PlacementStrategy Strategy)> Peers { get; } =
    [
        ("best-fit-reservations", PlacementStrategy.BestFitReservations),
        ("cloudstack-balanced", PlacementStrategy.CloudStackBalanced),
        ("cloudstack-condensed", PlacementStrategy.CloudStackCondensed),
        ("ovirt-even", PlacementStrategy.OvirtEvenlyDistributed),
        ("ovirt-power-saving", PlacementStrategy.OvirtPowerSaving),
        ("proxlb", PlacementStrategy.ProxLb),
        ("proxmox-crs", PlacementStrategy.ProxmoxCrs),
        ("watcher-consolidation", PlacementStrategy.WatcherConsolidation),
        ("watcher-stabilization", PlacementStrategy.WatcherStabilization),
        ("xo-density", PlacementStrategy.XenOrchestraDensity),
        ("xo-performance", PlacementStrategy.XenOrchestraPerformance),
    ];
}
