using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Boosting;

/// <summary>Makes the leaves of a tree rise, or fall, with chosen features whatever the others are.</summary>
/// <remarks>At each split on such a feature a bound half way between the means of both sides limits all leaves below on
/// either side, level by level. A sum of such trees is monotone. LightGBM's "basic" method, on the re-estimated
/// steps.</remarks>
internal static class MonotoneSteps
{
    /// <summary>Clamps the steps in place.</summary>
    /// <param name="nodes">Inner nodes, the root first.</param>
    /// <param name="steps">Of the leaves.</param>
    /// <param name="directions">Of each feature: 1 rises, −1 falls, 0 either.</param>
    public static void Apply(QuantileTree.Node[] nodes, Vector256<float>[] steps, ReadOnlySpan<sbyte> directions)
    {
        if (nodes.Length > 0)
        {
            var lowest = Vector256.Create(float.NegativeInfinity);
            var highest = Vector256.Create(float.PositiveInfinity);
            Clamp(nodes, steps, directions, 0, lowest, highest);
        }
    }

    private static void Clamp(
        QuantileTree.Node[] nodes,
        Vector256<float>[] steps,
        ReadOnlySpan<sbyte> directions,
        int at,
        Vector256<float> low,
        Vector256<float> high)
    {
        if (at < 0)
        {
            steps[~at] = Vector256.Min(Vector256.Max(steps[~at], low), high);

            return;
        }

        QuantileTree.Node node = nodes[at];
        int direction = directions[node.Feature];
        if (direction == 0)
        {
            Clamp(nodes, steps, directions, node.Left, low, high);
            Clamp(nodes, steps, directions, node.Right, low, high);

            return;
        }

        Vector256<float> middle = (MeanOf(nodes, steps, node.Left) + MeanOf(nodes, steps, node.Right)) / 2;
        middle = Vector256.Min(Vector256.Max(middle, low), high);
        (int lower, int upper) = direction > 0 ? (node.Left, node.Right) : (node.Right, node.Left);
        Clamp(nodes, steps, directions, lower, low, middle);
        Clamp(nodes, steps, directions, upper, middle, high);
    }

    private static Vector256<float> MeanOf(QuantileTree.Node[] nodes, Vector256<float>[] steps, int at)
    {
        (Vector256<float> sum, int count) = SumOf(nodes, steps, at);

        return sum / count;
    }

    private static (Vector256<float> Sum, int Count) SumOf(QuantileTree.Node[] nodes, Vector256<float>[] steps, int at)
    {
        if (at < 0)
        {
            return (steps[~at], 1);
        }

        (Vector256<float> left, int leftCount) = SumOf(nodes, steps, nodes[at].Left);
        (Vector256<float> right, int rightCount) = SumOf(nodes, steps, nodes[at].Right);

        return (left + right, leftCount + rightCount);
    }
}
