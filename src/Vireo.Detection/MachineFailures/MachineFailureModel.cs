namespace Vireo.Detection;

/// <summary>The probability that a machine that shows signs of it fails within <see cref="Horizon"/>.</summary>
/// <remarks>A logistic regression on six signs, fitted by <c>vireo bench machinefailures</c> on generated histories (leaks
/// that end in kills, services that get slower and crash, patches, surges and contention that mean nothing); the same
/// benchmark measures how well it is calibrated on others. It has seen no guest of yours: read it as an order of urgency
/// with a scale.</remarks>
internal static class MachineFailureModel
{
    /// <summary>How far it looks ahead.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromHours(4);

    // Below this a machine has room, whatever the trend.
    private const double FullFrom = 0.8;

    /// <summary>Of the intercept and of <see cref="InputsOf"/>, in their order.</summary>
    internal static readonly double[] Weights = [-3.064, 2.402, -0.039, 0.486, 1.056, 3.295, -10.689, 0.965];

    /// <summary>How many weights there are.</summary>
    internal const int Inputs = 8;

    /// <summary>Between 0 and 1.</summary>
    public static double Probability(in MachineSigns signs)
    {
        Span<double> inputs = stackalloc double[Inputs];
        InputsOf(signs, inputs);

        return 1 / (1 + Math.Exp(-System.Numerics.Tensors.TensorPrimitives.Dot<double>(Weights, inputs)));
    }

    /// <summary>Fills in a one and the signs on the scale of the regression.</summary>
    internal static void InputsOf(in MachineSigns signs, Span<double> inputs)
    {
        inputs[0] = 1;
        inputs[1] = Math.Max(0, signs.Fullness - FullFrom) / (1 - FullFrom);
        inputs[2] = signs.Fullness >= FullFrom ? signs.Filling : 0;
        inputs[3] = Math.Log(1 + signs.Kills);
        inputs[4] = Math.Log(1 + signs.Failures);
        inputs[5] = signs.Slower;

        // Who is slow because it waits for a processor is well.
        inputs[6] = Math.Min(1, 5 * signs.Waiting);
        inputs[7] = signs.Slower * inputs[6];
    }
}
