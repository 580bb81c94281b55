using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Boosting;

/// <summary>A sum of trees: from a row of features to seven quantiles.</summary>
/// <param name="Features">Values in a row.</param>
/// <param name="Start">Where the sum starts.</param>
/// <param name="Trees">In the order they were grown.</param>
internal sealed record QuantileForest(int Features, Vector256<float> Start, QuantileTree[] Trees)
{
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
