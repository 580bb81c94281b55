using System.Numerics;
using System.Runtime.CompilerServices;

namespace Vireo.Forecasting.Lstm;

/// <summary>Adaptive steps down a slope, and a slow average of where they led.</summary>
/// <remarks>Kingma &amp; Ba (2015), algorithm 1, with decoupled weight decay (Loshchilov &amp; Hutter 2019). The
/// average of the weights (Polyak &amp; Juditsky 1992) forecasts better than their last position.</remarks>
internal sealed class Adam(int length)
{
    private const float FirstDecay = 0.9f;
    private const float SecondDecay = 0.99f;
    private const float Tiny = 1e-8f;

    public float[] First { get; } = new float[length];

    public float[] Second { get; } = new float[length];

    public float[] Average { get; } = new float[length];

    /// <summary>Steps taken.</summary>
    public int Steps { get; set; }

    /// <summary>Moves the parameters one step and lets the average follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(Span<float> parameters, ReadOnlySpan<float> slopes, float rate, float decay, float averaging)
    {
        Steps++;
        float firstRate = rate / (1 - MathF.Pow(FirstDecay, Steps));
        float secondScale = 1 / (1 - MathF.Pow(SecondDecay, Steps));

        // The average forgets its start: early on it follows quickly.
        float follow = Math.Max(1 - averaging, 1f / Steps);
        int i = 0;
        for (; i + Vector<float>.Count <= length; i += Vector<float>.Count)
        {
            var slope = new Vector<float>(slopes[i..]);
            Vector<float> first = (FirstDecay * new Vector<float>(First, i)) + ((1 - FirstDecay) * slope);
            Vector<float> second = (SecondDecay * new Vector<float>(Second, i)) + ((1 - SecondDecay) * slope * slope);
            var value = new Vector<float>(parameters[i..]);
            value -= firstRate * first / (Vector.SquareRoot(secondScale * second) + new Vector<float>(Tiny));
            value -= rate * decay * value;
            var average = new Vector<float>(Average, i);
            first.CopyTo(First, i);
            second.CopyTo(Second, i);
            value.CopyTo(parameters[i..]);
            (average + (follow * (value - average))).CopyTo(Average, i);
        }

        for (; i < length; i++)
        {
            First[i] = (FirstDecay * First[i]) + ((1 - FirstDecay) * slopes[i]);
            Second[i] = (SecondDecay * Second[i]) + ((1 - SecondDecay) * slopes[i] * slopes[i]);
            parameters[i] -= firstRate * First[i] / (MathF.Sqrt(secondScale * Second[i]) + Tiny);
            parameters[i] -= rate * decay * parameters[i];
            Average[i] += follow * (parameters[i] - Average[i]);
        }
    }
}
