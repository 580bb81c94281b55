using System.Collections.Immutable;

namespace Vireo.Adapters.OpenFlow.Flows;

/// <summary>One way of a group.</summary>
/// <param name="Actions">What is done.</param>
internal sealed record GroupBucket(ImmutableArray<FlowAction> Actions)
{
    /// <summary>Its share, where the group selects.</summary>
    public ushort Weight { get; init; }

    /// <summary>The port that has to be up, where the group fails over.</summary>
    public uint WatchPort { get; init; } = ReservedPort.Any;

    /// <summary>The group that has to be up, where the group fails over.</summary>
    public uint WatchGroup { get; init; } = ReservedPort.Any;
}
