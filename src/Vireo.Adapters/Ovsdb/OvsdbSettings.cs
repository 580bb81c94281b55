using System.Collections.Immutable;

namespace Vireo.Adapters.Ovsdb;

/// <summary>Which database, where, and what of it is followed.</summary>
internal sealed record OvsdbSettings
{
    /// <summary>The servers; of a cluster, all. They are tried in turn.</summary>
    public required ImmutableArray<OvsdbEndpoint> Endpoints { get; init; }

    /// <summary>The database: <c>OVN_Northbound</c>, <c>Open_vSwitch</c>.</summary>
    public required string Database { get; init; }

    /// <summary>What is followed.</summary>
    public ImmutableArray<OvsdbTable> Tables { get; init; } = [];

    /// <summary>For <c>ssl:</c> endpoints.</summary>
    public OvsdbTls? Tls { get; init; }

    /// <summary>The lock that is asked for with each connection; null for none. Who holds it is the only one that writes,
    /// as long as the others ask as well.</summary>
    public string? Lock { get; init; }

    /// <summary>Whether only the leader of a cluster will do: others may be behind.</summary>
    public bool IsLeaderOnly { get; init; } = true;

    /// <summary>What connections put up with.</summary>
    public OvsdbLimits Limits { get; init; } = new();

    /// <summary>The pause after the first failure; it doubles with each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(8);
}
