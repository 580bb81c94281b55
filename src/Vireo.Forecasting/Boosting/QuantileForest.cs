using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Boosting;

/// <summary>A sum of trees: from a row of features to seven quantiles.</summary>
/// <param name="Features">Values in a row.</param>
/// <param name="Start">Where the sum starts.</param>
/// <param name="Trees">In the order they were grown.</param>
internal sealed record QuantileForest(int Features, Vector256<float> Start, QuantileTree[] Trees)
{
    /// <summary>A forest that forecasts the mean of others.</summary>
    /// <param name="forests">At least one, of equal features.</param>
    public static QuantileForest MeanOf(QuantileForest[] forests)
    {
        float share = 1f / forests.Length;
        Vector256<float> start = forests.Aggregate(
            Vector256<float>.Zero, (sum, forest) => sum + (forest.Start * share));

        return new(
            forests[0].Features,
            start,
            [.. forests.SelectMany(forest => forest.Trees).Select(tree => tree.Times(share))]);
    }

    /// <summary>The quantiles of some rows, a lane for each level; not yet sorted.</summary>
    /// <param name="rows">Row-major.</param>
    /// <param name="quantiles">One vector a row.</param>
    /// <remarks>Tree by tree, so that a tree stays in the nearest cache while all rows pass.</remarks>
    public void Predict(ReadOnlySpan<float> rows, Span<Vector256<float>> quantiles)
    {
        quantiles.Fill(Start);
        foreach (QuantileTree tree in Trees)
        {
            for (int row = 0; row < quantiles.Length; row++)
            {
                quantiles[row] += tree.Leaves[tree.LeafOf(rows.Slice(row * Features, Features))];
            }
        }
    }

    /// <summary>The quantiles of one row.</summary>
    public Vector256<float> Predict(ReadOnlySpan<float> row)
    {
        Span<Vector256<float>> quantiles = stackalloc Vector256<float>[1];
        Predict(row, quantiles);

        return quantiles[0];
    }
}
