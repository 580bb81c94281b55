using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Names of the rules that are not thresholds.</summary>
public static class RuleNames
{
    /// <summary>A host failed, or stopped answering on every path.</summary>
    public const string HostDown = "host-down";

    /// <summary>Telemetry is stale, impossible or missing.</summary>
    public const string BadTelemetry = "bad-telemetry";

    /// <summary>A burst of hardware errors.</summary>
    public const string HostFailing = "host-failing";

    /// <summary>A machine shows what came before the failures of others.</summary>
    public const string MachineFailing = "vm-failing";

    /// <summary>Something does not behave as it used to.</summary>
    public const string Unusual = "unusual";

    /// <summary>A pool's limit of CPU is below what its machines need.</summary>
    public const string PoolLimit = "pool-limit";

    /// <summary>A pool's limit of memory is below what its machines need.</summary>
    public const string PoolMemoryLimit = "pool-memory-limit";

    /// <summary>The machines of a pool use all that its network limit lets through.</summary>
    public const string PoolNetworkLimit = "pool-network-limit";

    /// <summary>The machines of a pool use all that its disk limit lets through.</summary>
    public const string PoolDiskLimit = "pool-disk-limit";

    /// <summary>A log says something it did not use to say.</summary>
    public const string LogSignal = "log-signal";

    /// <summary>A load balancer does not answer, or does not do what it is asked about the replicas of a group.</summary>
    public const string LoadBalancer = "load-balancer";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> BuiltIn =>
    [
        HostDown, BadTelemetry, HostFailing, MachineFailing, Unusual, PoolLimit, PoolMemoryLimit, PoolNetworkLimit,
        PoolDiskLimit, LogSignal, LoadBalancer,
    ];

    /// <summary>The rule that watches the limits of pools of one resource.</summary>
    public static string PoolLimitOf(PoolResource resource) => resource switch
    {
        PoolResource.Cpu => PoolLimit,
        PoolResource.Memory => PoolMemoryLimit,
        PoolResource.Network => PoolNetworkLimit,
        _ => PoolDiskLimit,
    };
}
