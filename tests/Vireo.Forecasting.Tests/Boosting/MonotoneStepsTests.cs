using System.Runtime.Intrinsics;
using CsCheck;
using Vireo.Forecasting.Boosting;

namespace Vireo.Forecasting.Tests.Boosting;

public sealed class MonotoneStepsTests
{
    // Three splits on feature 0, one on feature 1; five leaves with any steps.
    private static readonly QuantileTree.Node[] Nodes =
        [new(0, 0, 1, 2), new(1, 0, ~0, ~1), new(0, 5, 3, ~4), new(0, 2, ~2, ~3)];

    [Fact]
    public void A_tree_rises_with_a_feature_whatever_its_leaves_were() =>
        Gen.Select(Gen.Float[-9, 9].Array[5], Gen.Float[-2, 8], Gen.Float[0, 5], Gen.Float[-2, 2])
            .Sample((steps, low, more, other) =>
            {
                Vector256<float>[] leaves = [.. steps.Select(Vector256.Create)];
                MonotoneSteps.Apply(Nodes, leaves, [1, 0]);
                var tree = new QuantileTree { Nodes = Nodes, Leaves = leaves };

                return leaves[tree.LeafOf([low, other])][0] <= leaves[tree.LeafOf([low + more, other])][0];
            });
}
