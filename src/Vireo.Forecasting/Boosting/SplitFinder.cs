using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Boosting;

/// <summary>Finds where to split a leaf, from the sums of gradients in the bins of each feature.</summary>
internal static class SplitFinder
{
    /// <summary>The split with the largest gain; ties go to the earlier feature and bin.</summary>
    /// <param name="histogram">A run of <see cref="FeatureBins.Count"/> sums for each feature.</param>
    /// <param name="bins">How many of them are in use.</param>
    /// <param name="allowed">Features that may be used in this tree.</param>
    /// <param name="directions">Of each feature: 1 where forecasts must rise with it, −1 where they must fall, else
    /// 0.</param>
    /// <param name="smallestLeaf">Rows that either side needs.</param>
    /// <remarks>Gain = Σ over levels of (Gₗ²/nₗ + Gᵣ²/nᵣ − G²/n) / τ(1 − τ), as for a second-order booster with unit
    /// Hessians (Ke et al., LightGBM, 2017), summed over all quantile levels.</remarks>
    public static Split Best(
        ReadOnlySpan<Vector256<float>> histogram,
        FeatureBins bins,
        ReadOnlySpan<bool> allowed,
        ReadOnlySpan<sbyte> directions,
        float smallestLeaf)
    {
        var total = Vector256<float>.Zero;
        foreach (Vector256<float> sum in histogram[..FeatureBins.Count])
        {
            total += sum;
        }

        Split best = Split.None;
        float parent = Score(total);
        for (int feature = 0; feature < bins.Features; feature++)
        {
            if (!allowed[feature])
            {
                continue;
            }

            ReadOnlySpan<Vector256<float>> sums = histogram.Slice(feature * FeatureBins.Count, bins.Used(feature));
            var left = Vector256<float>.Zero;
            for (int bin = 0; bin + 1 < sums.Length; bin++)
            {
                left += sums[bin];
                Vector256<float> right = total - left;
                if (left[QuantileLevels.WeightLane] < smallestLeaf)
                {
                    continue;
                }

                if (right[QuantileLevels.WeightLane] < smallestLeaf)
                {
                    break;
                }

                float gain = Score(left) + Score(right) - parent;
                if (gain > best.Gain && Agrees(left, right, directions[feature]))
                {
                    best = new(gain, feature, bin);
                }
            }
        }

        return best;
    }

    private static bool Agrees(Vector256<float> left, Vector256<float> right, sbyte direction)
    {
        float rise = (right[QuantileLevels.Median] / right[QuantileLevels.WeightLane]) -
            (left[QuantileLevels.Median] / left[QuantileLevels.WeightLane]);

        return direction * rise >= 0;
    }

    private static float Score(Vector256<float> sums) =>
        Vector256.Sum(sums * sums * QuantileLevels.GainWeights) / sums[QuantileLevels.WeightLane];
}
