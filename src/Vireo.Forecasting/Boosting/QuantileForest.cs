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
        Vector256<float> start = forests.Aggregate(Vector256<float>.Zero, (sum, forest) => sum + (forest.Start * share));

        return new(
            forests[0].Features,
            start,
            [.. forests.SelectMany(forest => forest.Trees).Select(tree => tree.Times(share))]);
    }

    /// <summary>The quantiles of one row, a lane for each level; not yet sorted.</summary>
    public Vector256<float> Predict(ReadOnlySpan<float> row)
    {
        Vector256<float> sum = Start;
        foreach (QuantileTree tree in Trees)
        {
            sum += tree.Leaves[tree.LeafOf(row)];
        }

        return sum;
    }
}
