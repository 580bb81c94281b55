using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Boosting;

/// <summary>The quantile levels that trees learn: seven, so that they and a weight fill one vector of eight.</summary>
internal static class QuantileLevels
{
    /// <summary>How many.</summary>
    public const int Count = 7;

    /// <summary>Lane of the weight in a vector of gradients.</summary>
    public const int WeightLane = 7;

    /// <summary>Which of them is the median.</summary>
    public const int Median = 3;

    /// <summary>The levels, ascending.</summary>
    public static ReadOnlySpan<double> Values => [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];

    /// <summary>The levels as lanes; the weight lane is 0.</summary>
    public static Vector256<float> Taus { get; } = Build(level => (float)level, 0);

    /// <summary>The levels less one as lanes; the weight lane is 0.</summary>
    public static Vector256<float> TausLessOne { get; } = Build(level => (float)(level - 1), 0);

    /// <summary>What a level's part of a gain is worth: one over the gradient's variance τ(1 − τ), the weight lane
    /// nothing.</summary>
    public static Vector256<float> GainWeights { get; } = Build(level => (float)(1 / (level * (1 - level))), 0);

    /// <summary>Standard normal quantiles of the levels: what to expect where nothing was learnt.</summary>
    public static Vector256<float> Normals { get; } = Build(level => (float)Intervals.NormalQuantile.Of(level), 0);

    /// <summary>Pinball gradients by the set of levels whose forecast lies above the value: bit l for level
    /// l.</summary>
    /// <remarks>−∂ρ/∂f is τ below and τ − 1 above the value; the weight lane is 1.</remarks>
    public static Vector256<float>[] Gradients { get; } = BuildGradients();

    private static Vector256<float>[] BuildGradients()
    {
        var gradients = new Vector256<float>[1 << Count];
        for (int set = 0; set < gradients.Length; set++)
        {
            int above = set;
            int lane = 0;
            gradients[set] = Build(level => (float)((above >> lane++ & 1) == 1 ? level - 1 : level), 1);
        }

        return gradients;
    }

    private static Vector256<float> Build(Func<double, float> value, float last)
    {
        Span<float> lanes = stackalloc float[Vector256<float>.Count];
        for (int level = 0; level < Count; level++)
        {
            lanes[level] = value(Values[level]);
        }

        lanes[WeightLane] = last;

        return Vector256.Create<float>(lanes);
    }
}
