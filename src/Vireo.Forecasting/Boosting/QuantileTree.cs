using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Boosting;

/// <summary>A binary tree whose leaves hold a step for each quantile level.</summary>
/// <remarks>Inner nodes are numbered from 0, the root first; a child is a node, or the complement (~) of a leaf's
/// number. A row goes left when its feature is not above the threshold; NaN goes left.</remarks>
internal sealed class QuantileTree
{
    /// <summary>Inner nodes; none in a tree of one leaf.</summary>
    public required Node[] Nodes { get; init; }

    /// <summary>Steps of the leaves.</summary>
    public required Vector256<float>[] Leaves { get; init; }

    /// <summary>The same tree with smaller or larger steps.</summary>
    public QuantileTree Times(float factor) =>
        new() { Nodes = Nodes, Leaves = [.. Leaves.Select(leaf => leaf * factor)] };

    /// <summary>Which leaf a row falls into.</summary>
    public int LeafOf(ReadOnlySpan<float> row)
    {
        int at = Nodes.Length == 0 ? ~0 : 0;
        while (at >= 0)
        {
            ref readonly Node node = ref Nodes[at];
            at = row[node.Feature] > node.Threshold ? node.Right : node.Left;
        }

        return ~at;
    }

    /// <summary>An inner node.</summary>
    internal readonly record struct Node(int Feature, float Threshold, int Left, int Right);
}
