namespace Vireo.Detection;

/// <summary>The probability that a host whose errors burst fails within <see cref="Horizon"/>.</summary>
/// <remarks>A logistic regression on four signs, fitted by <c>vireo bench failures</c> on generated histories (a counter
/// with a usual rate, bursts that mean nothing, and devices that degrade, of which some heal); the same benchmark
/// measures how well it is calibrated on others. It has seen no hardware of yours: read it as an order of
/// urgency with a scale.</remarks>
internal static class HostFailureModel
{
    /// <summary>How far it looks ahead.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromHours(4);

    /// <summary>Of the intercept and of <see cref="InputsOf"/>, in their order.</summary>
    internal static readonly double[] Weights = [-6.164, 0.031, 0.015, 0.391, 6.278];

    /// <summary>How many weights there are.</summary>
    internal const int Inputs = 5;

    /// <summary>Between 0 and 1.</summary>
    public static double Probability(in FailureSigns signs)
    {
        Span<double> inputs = stackalloc double[Inputs];
        InputsOf(signs, inputs);
        double sum = 0;
        for (int i = 0; i < Inputs; i++)
        {
            sum += Weights[i] * inputs[i];
        }

        return 1 / (1 + Math.Exp(-sum));
    }

    /// <summary>Fills in a one and the signs on the scale of the regression.</summary>
    internal static void InputsOf(in FailureSigns signs, Span<double> inputs)
    {
        inputs[0] = 1;
        inputs[1] = Math.Log(1 + signs.Excess);
        inputs[2] = Math.Log(1 + signs.Hour);
        inputs[3] = signs.Growth;
        inputs[4] = signs.Steadiness;
    }
}
