using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>How a host's memory is divided among its processors; equal when all nodes are.</summary>
/// <param name="Nodes">Ordered by number.</param>
public sealed record NumaTopology(ImmutableArray<NumaNode> Nodes)
{
    /// <inheritdoc/>
    public bool Equals(NumaTopology? other) => other is not null && Nodes.AsSpan().SequenceEqual(other.Nodes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Nodes.Length, Nodes.IsDefaultOrEmpty ? null : Nodes[0]);
}
