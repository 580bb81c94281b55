using System.Collections.Immutable;

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

    /// <summary>Something does not behave as it used to.</summary>
    public const string Unusual = "unusual";

    /// <summary>A pool's limit is below what its machines need.</summary>
    public const string PoolLimit = "pool-limit";

    /// <summary>A log says something it did not use to say.</summary>
    public const string LogSignal = "log-signal";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> BuiltIn => [HostDown, BadTelemetry, HostFailing, Unusual, PoolLimit, LogSignal];
}
