using System.Collections.Immutable;

namespace Vireo.Adapters.OpenFlow;

/// <summary>Where switches connect to, and what is kept in them.</summary>
public sealed record OpenFlowSettings
{
    /// <summary><c>unix:PATH</c> or <c>tcp:ADDRESS:PORT</c>; 6653 is OpenFlow's port.</summary>
    public required string Listen { get; init; }

    /// <summary>What is declared, by the identifier of the switch. Of a switch that is not named nothing is removed.</summary>
    public ImmutableDictionary<ulong, SwitchProgram> Programs { get; init; } = ImmutableDictionary<ulong, SwitchProgram>.Empty;

    /// <summary>Flows whose cookies carry the mark of this word are ours; others' are left alone.</summary>
    public string Owner { get; init; } = "vireo";

    /// <summary>As what we come: beside others, as the only one that changes, or only to look.</summary>
    public ControllerRole Role { get; init; } = ControllerRole.Equal;

    /// <summary>Grows with each master. A switch refuses one that is over.</summary>
    public ulong Generation { get; init; }

    /// <summary>How often all flows are read and compared, even when no switch says that something changed.</summary>
    public TimeSpan AuditEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often wires are looked for, which needs a flow in each switch; null never.</summary>
    public TimeSpan? DiscoverEvery { get; init; }

    /// <summary>What packets that look for wires are signed with; controllers of the same switches share it. Null makes one.</summary>
    public ImmutableArray<byte>? DiscoveryKey { get; init; }
}
